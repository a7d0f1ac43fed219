import { TEXTS } from '../page/texts.ts';
import type { Line, Piece } from './lines.ts';
import { Numbers } from './numbers.tsx';

const words = TEXTS.wire;

/** One line of bytes: what it is at the left, its bytes, and half a line about it. */
export function LineView({
  line,
  above,
  pointAt,
  explain,
}: {
  line: Line;
  /** The line before it: what is the same is not said again. */
  above: Line | undefined;
  pointAt: number | undefined;
  explain: boolean;
}) {
  const name = label(line);
  const { bareLf } = line;
  const again = (line.kind === 'content' || line.hex !== undefined) && above?.kind === line.kind;
  if (line.hex) {
    return (
      <div class="wire-line wire-line-hex">
        <span class="wire-label">{again ? '' : name}</span>
        <code class="wire-hex-line">
          <Numbers line={line.hex} pointAt={pointAt} />
        </code>
      </div>
    );
  }
  return (
    <>
      <div class={`wire-line wire-line-${line.kind}${line.wrong ? ' wire-line-wrong' : ''}`}>
        <span class="wire-label">{again ? '' : name}</span>
        <code class="wire-bytes">
          {line.pieces.map((piece, i) => (
            <PieceView key={i} piece={piece} pointAt={pointAt} />
          ))}
          {bareLf ? <em class="wire-wrong">{words.bareLf}</em> : null}
        </code>
        {explain && line.note && !line.endOfHeaders && !bareLf ? (
          <span class="wire-note">{withoutName(line.note, name)}</span>
        ) : null}
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

/** `request line: method, target, version` stands beside its name. */
const withoutName = (note: string, name: string): string =>
  note.startsWith(`${name}: `) ? note.slice(name.length + 2) : note;

function label({ kind, pieces }: Line): string {
  if (kind !== 'start-line') return words.parts[kind];
  return pieces[0]?.runs[0]?.text.toUpperCase().startsWith('HTTP') ? words.statusLine : words.requestLine;
}
