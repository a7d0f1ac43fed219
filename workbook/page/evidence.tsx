import { Fragment } from 'preact';
import type { FindingJson } from '../server/api.ts';
import { type Run, runsOf } from '../wire_view/bytes.ts';
import { fromBase64 } from '../wire_view/record.ts';
import { TEXTS } from './texts.ts';

const words = TEXTS.check;
/** So many bytes are shown before and behind the wrong one. */
const [BEFORE, BEHIND] = [160, 200];
/** So many lines are shown before and behind the one with the wrong byte: both sides must fit into one look. */
const LINES = 1;

/** What should have come and what came, byte by byte, with a caret under the first wrong one. */
export function Evidence({ finding }: { finding: FindingJson }) {
  const { expected, actual, at, from = 0 } = finding;
  if (expected === undefined && actual === undefined) return null;
  return (
    <dl class="evidence">
      {expected === undefined ? null : (
        <div>
          <dt>{words.expected}</dt>
          <dd>
            <Bytes bytes={fromBase64(expected)} around={at === undefined ? 0 : at - from} />
          </dd>
        </div>
      )}
      {actual === undefined ? null : (
        <div>
          <dt>{expected === undefined ? words.here : words.got}</dt>
          <dd>
            <Got finding={finding} bytes={fromBase64(actual)} />
          </dd>
        </div>
      )}
    </dl>
  );
}

function Got({ finding: { at, from = 0, expected }, bytes }: { finding: FindingJson; bytes: Uint8Array }) {
  if (bytes.length === 0) return <span class="nothing">{words.nothing}</span>;
  if (at === undefined) return <Bytes bytes={bytes} around={0} />;
  // Without an expectation it may be a line of source text, whose column the message has named.
  const source = expected === undefined && from === 0 && !bytes.includes(13) && !bytes.includes(10);
  const place = source ? '' : words.byteOf(at, from + bytes.length);
  return <Bytes bytes={bytes} around={at - from} place={place} />;
}

/** The bytes near `around`, in lines; `place` is said below the line in which that byte stands. */
function Bytes({ bytes, around, place }: { bytes: Uint8Array; around: number; place?: string }) {
  const first = Math.max(0, around - BEFORE);
  const end = Math.min(bytes.length, around + BEHIND);
  const pointAt = place === undefined ? undefined : around;
  const cuts = pointAt === undefined ? [] : [pointAt, pointAt + 1];
  const lines = inLines(runsOf(bytes.subarray(first, end), first, cuts));
  const found = lines.findIndex((line) => line.some((run) => isAt(run, around)));
  const middle = found < 0 ? lines.length - 1 : found;
  const top = Math.max(0, middle - LINES);
  const shown = lines.slice(top, middle + LINES + 1);
  const missing = pointAt !== undefined && pointAt >= bytes.length;
  return (
    <>
      {shown.map((line, i) => (
        <Fragment key={i}>
          <code class="bytes">
            {i === 0 && (first > 0 || top > 0) ? '…' : ''}
            {line.map((run) => (
              <Shown key={run.at} run={run} pointed={pointAt !== undefined && isAt(run, pointAt)} />
            ))}
            {missing && top + i === middle ? <span class="wire-failing wire-missing" /> : null}
            {i === shown.length - 1 && (end < bytes.length || top + shown.length < lines.length) ? '…' : ''}
          </code>
          {place && top + i === middle ? <p class="place">{place}</p> : null}
        </Fragment>
      ))}
    </>
  );
}

/** Each line ends behind its LF. */
function inLines(runs: readonly Run[]): Run[][] {
  const lines: Run[][] = [[]];
  for (const [i, run] of runs.entries()) {
    lines.at(-1)?.push(run);
    if (run.kind === 'badge' && run.text === 'LF' && i < runs.length - 1) lines.push([]);
  }
  return lines;
}

const isAt = ({ at, length }: Run, pointAt: number): boolean => at <= pointAt && pointAt < at + length;

function Shown({ run, pointed }: { run: Run; pointed: boolean }) {
  const mark = pointed ? 'wire-failing' : '';
  if (run.kind === 'text') return mark ? <span class={mark}>{run.text}</span> : run.text;
  return <b class={`wire-badge wire-badge-${run.text.toLowerCase()} ${mark}`.trimEnd()}>{run.text}</b>;
}
