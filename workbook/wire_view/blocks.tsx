import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { gapHeight } from './gap.ts';
import { memo } from './memo.tsx';
import type { Recording } from './record.ts';
import { RowView, type Who } from './row.tsx';
import type { Row } from './rows.ts';
import type { Look } from './wire_view.tsx';

interface Shown {
  row: Row;
  /** Its place in the whole recording. */
  index: number;
}

export interface BlocksProps {
  rows: readonly Shown[];
  all: boolean;
  look: Look;
  who: Who;
  /** Whether several connections are shown, so that each row names its own. */
  several: boolean;
  failing: number | undefined;
  failure: Recording['failure'];
}

/** So many rows come and go together. */
const BLOCK = 50;

/** The rows in blocks, of which only those near the window are drawn: thousands of chunks stay fluid. */
export function Blocks(props: BlocksProps) {
  const { rows, all } = props;
  const count = Math.ceil(rows.length / BLOCK);
  // A static picture has no window to be near to.
  const draw = all || typeof IntersectionObserver === 'undefined' || count === 1;
  return (
    <ol class="wire-rows">
      {Array.from({ length: count }, (_, i) => {
        const first = i * BLOCK;
        const end = Math.min(rows.length, first + BLOCK);
        return <Block key={`${first}`} {...props} first={first} end={end} draw={draw} />;
      })}
    </ol>
  );
}

type BlockProps = BlocksProps & { first: number; end: number; draw: boolean };

const Block = memo(DrawnBlock, same);

function DrawnBlock({ rows, first, end, draw, look, who, several, failing, failure }: BlockProps) {
  const element = useRef<HTMLLIElement>(null);
  const [near, setNear] = useState(false);
  const height = useRef<number>(undefined);
  const drawn = draw || near;
  useEffect(() => {
    if (draw || !element.current) return undefined;
    const root = element.current.closest('[data-wire-scroll]');
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? false), {
      root,
      rootMargin: '1200px 0px',
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [draw]);
  useLayoutEffect(() => {
    if (drawn && element.current) height.current = element.current.offsetHeight;
  });
  const own = rows.slice(first, end);
  if (!drawn) {
    const guess = height.current ?? own.reduce((sum, { row }) => sum + guessed(row), 0);
    return <li ref={element} class="wire-block" style={{ height: `${guess}px` }} aria-hidden="true" />;
  }
  return (
    <li ref={element} class="wire-block">
      <ol>
        {own.map(({ row, index }) => (
          <RowView
            key={index}
            row={row}
            look={look}
            who={who}
            several={several}
            failure={failing === index ? failure : undefined}
          />
        ))}
      </ol>
    </li>
  );
}

function guessed(row: Row): number {
  return gapHeight(row.gap) + (row.kind === 'event' ? 30 : 52 + 22 * Math.min(12, row.parts.length / 3));
}

function same(a: BlockProps, b: BlockProps): boolean {
  return (
    a.first === b.first &&
    a.end === b.end &&
    a.draw === b.draw &&
    a.rows[a.first]?.row === b.rows[b.first]?.row &&
    a.rows[a.end - 1]?.row === b.rows[b.end - 1]?.row &&
    a.look === b.look &&
    a.who.client === b.who.client &&
    a.who.server === b.who.server &&
    a.several === b.several &&
    a.failing === b.failing &&
    a.failure === b.failure
  );
}
