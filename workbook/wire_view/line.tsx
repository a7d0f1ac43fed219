import { TEXTS } from '../page/texts.ts';
import type { Line, Piece } from './lines.ts';

const words = TEXTS.wire;

/** One line of bytes: what it is at the left, its bytes, and half a line about it. */
export function LineView({
  line,
  pointAt,
  explain,
}: {
  line: Line;
  pointAt: number | undefined;
  explain: boolean;
}) {
  return (
    <>
      <div class={`wire-line wire-line-${line.kind}${line.wrong ? ' wire-line-wrong' : ''}`}>
        <span class="wire-label">{label(line)}</span>
        <code class="wire-bytes">
          {line.pieces.map((piece, i) => (
            <PieceView key={i} piece={piece} pointAt={pointAt} />
          ))}
          {line.pieces.some(({ kind, note }) => kind === 'bare-lf' && note?.startsWith('a bare LF')) ? (
            <em class="wire-wrong">{words.bareLf}</em>
          ) : null}
        </code>
        {explain && line.note && !line.endOfHeaders ? <span class="wire-note">{line.note}</span> : null}
      </div>
      {line.endOfHeaders ? <p class="wire-end-of-headers">{words.endOfHeaders}</p> : null}
    </>
  );
}

function PieceView({ piece, pointAt }: { piece: Piece; pointAt: number | undefined }) {
  return (
    <span class={`wire-part wire-part-${piece.kind}${piece.wrong ? ' wire-part-wrong' : ''}`}>
      {piece.runs.map((run) => {
        const failing =
          pointAt !== undefined && run.at <= pointAt && pointAt < run.at + run.length ? ' wire-failing' : '';
        return run.kind === 'badge' ? (
          <b key={run.at} class={`wire-badge wire-badge-${run.text.toLowerCase()}${failing}`}>
            {run.text}
          </b>
        ) : (
          <span key={run.at} class={failing ? 'wire-failing' : undefined}>
            {run.text}
          </span>
        );
      })}
    </span>
  );
}

function label({ kind, pieces }: Line): string {
  if (kind !== 'start-line') return words.parts[kind];
  return pieces[0]?.runs[0]?.text.toUpperCase().startsWith('HTTP') ? words.statusLine : words.requestLine;
}
