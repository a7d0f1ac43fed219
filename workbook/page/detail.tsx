import type { ChecksProps } from './checks.tsx';
import { CopyButton } from './copy_button.tsx';
import { Evidence } from './evidence.tsx';
import { Hints } from './hints.tsx';
import type { ShownCheck } from './selection.ts';
import { Spec } from './spec.tsx';
import { TEXTS } from './texts.ts';

const words = TEXTS.check;

/** What is known of the chosen check: the diagnosis, the evidence, the story, where to read, hints. */
export function CheckDetail({
  shown,
  lab,
  commands,
  onWire,
  onPassage,
}: ChecksProps & { shown: ShownCheck }) {
  const { id, status, run } = shown;
  const result = run?.result;
  const known = lab.checks.find((check) => check.id === id);
  const again = status === 'waiting' || status === 'running';
  const travelled = (run?.recording.events.length ?? 0) > 0;
  return (
    <div class={`detail${again && result ? ' detail-stale' : ''}`}>
      {again && result ? <p class="stale">{words.stale}</p> : null}
      {result?.finding ? (
        <>
          <p class="headline">{result.finding.headline}</p>
          <p class="message">{result.finding.message}</p>
          <Evidence finding={result.finding} />
        </>
      ) : null}
      {result?.verdict === 'pass' ? <p class="well">{words.passedWell}</p> : null}
      {result?.verdict === 'skipped' ? (
        <p class="message">{words.skippedBecause(result.reason ?? '')}</p>
      ) : null}
      {result?.verdict === 'error' ? <p class="message">{result.reason}</p> : null}
      <div class="detail-buttons">
        {known ? (
          <button type="button" class="run-one" onClick={() => commands.run(lab.id, id)}>
            {words.run}
          </button>
        ) : null}
        {travelled ? (
          <button type="button" class="show-wire" onClick={onWire}>
            {words.wire}
          </button>
        ) : null}
      </div>
      {known && known.hintsTotal > 0 && result?.verdict !== 'pass' ? (
        <Hints check={known} onHint={() => commands.hint(lab.id, id)} />
      ) : null}
      {result?.story && result.story.length > 0 ? <Story lines={result.story} /> : null}
      {result?.finding ? <Printed stdout={result.output?.stdout} stderr={result.output?.stderr} /> : null}
      <dl class="where">
        {(result?.spec ?? known?.spec) ? (
          <div>
            <dt>{words.read}</dt>
            <dd>
              <span>
                <Spec text={result?.spec ?? known?.spec ?? ''} onPassage={onPassage} />
              </span>
            </dd>
          </div>
        ) : null}
        {result?.again ? <Command name={words.again} command={result.again} /> : null}
        {result?.byHand ? <Command name={words.byHand} command={result.byHand} /> : null}
      </dl>
    </div>
  );
}

function Command({ name, command }: { name: string; command: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <code>{command}</code>
        <CopyButton text={command} label={TEXTS.copy.copy} />
      </dd>
    </div>
  );
}

/** The numbered steps; the numbers of the terminal are those of the list here. */
function Story({ lines }: { lines: readonly string[] }) {
  return (
    <details class="story" open>
      <summary>{words.story}</summary>
      <ol>
        {lines.map((line, i) => {
          const [, time, what = line] = /^\s*\d+\s+([\d.]+ s)\s+([\s\S]*)$/.exec(line) ?? [];
          const [text, bytes] = what.split(/ {2,}(.*)/s);
          return (
            <li key={i} class={i === lines.length - 1 ? 'story-last' : undefined}>
              {time ? <span class="story-time">{time}</span> : null}
              <span>
                {text} {bytes ? <code>{bytes}</code> : null}
              </span>
            </li>
          );
        })}
      </ol>
    </details>
  );
}

function Printed({ stdout = '', stderr = '' }: { stdout: string | undefined; stderr: string | undefined }) {
  const text = stderr.trim() ? stderr : stdout.includes('\n') ? stdout : '';
  if (!text.trim()) return null;
  return (
    <details class="printed" open={stderr.trim() !== ''}>
      <summary>{stderr.trim() ? words.stderr : words.stdout}</summary>
      <pre>{text.trim().split('\n').slice(-15).join('\n')}</pre>
    </details>
  );
}
