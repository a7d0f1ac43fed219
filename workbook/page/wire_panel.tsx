import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Recording } from '../wire_view/record.ts';
import { WireView } from '../wire_view/wire_view.tsx';
import { showPointer } from './scroll.ts';
import { TEXTS } from './texts.ts';

export interface WirePanelProps {
  recording: Recording | undefined;
  /** Whether a check is chosen. */
  chosen: boolean;
  /** Whether it is being made. */
  busy: boolean;
  open: boolean;
  onOpen: (open: boolean) => void;
}

const words = TEXTS.panel;
/** Height of the panel, in parts of the window. */
const [LEAST, MOST, USUAL, STEP] = [15, 85, 42, 5];

/** The wire view of the chosen check, in a drawer below the handout and the checks. */
export function WirePanel({ recording, chosen, busy, open, onOpen }: WirePanelProps) {
  const [wanted, setWanted] = useState<number>();
  const height = wanted ?? USUAL;
  const panel = useRef<HTMLElement>(null);
  const travelled = recording !== undefined && recording.events.length > 0;
  const shown = open && travelled;
  const failure = recording?.failure;
  // The byte that is pointed at must not be looked for.
  useEffect(() => {
    if (shown && failure) showPointer(panel.current);
  }, [shown, failure]);
  // Low pictures take less room, but while a check is made again the panel does not jump up and down.
  const calm = useRef(0);
  useLayoutEffect(() => {
    if (!busy) calm.current = shown ? (panel.current?.offsetHeight ?? 0) : 0;
  });
  const style = shown
    ? { '--panel-height': `${height}dvh`, '--panel-least': busy && calm.current ? `${calm.current}px` : '0' }
    : undefined;
  return (
    <section
      id="part-wire"
      ref={panel}
      class={`panel${shown ? ' panel-open' : ''}${wanted === undefined ? '' : ' panel-set'}`}
      aria-label={words.label}
      style={style}
    >
      {shown ? <Handle height={height} onHeight={setWanted} /> : null}
      <div class="panel-head">
        <button
          type="button"
          class="panel-toggle"
          aria-expanded={shown}
          disabled={!travelled}
          onClick={() => onOpen(!open)}
        >
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <path d={shown ? 'M2 4l4 4 4-4' : 'M2 8l4-4 4 4'} />
          </svg>
          {words.label}
        </button>
        <span class="panel-title">{travelled ? recording.title : chosen ? words.none : words.choose}</span>
      </div>
      {shown ? (
        <div class="wire-scroll" data-wire-scroll>
          <WireView key={recording.title} recording={recording} />
        </div>
      ) : null}
    </section>
  );
}

function Handle({ height, onHeight }: { height: number; onHeight: (height: number) => void }) {
  const bounded = (value: number) => Math.round(Math.min(MOST, Math.max(LEAST, value)));
  const drag = (event: PointerEvent) => {
    const handle = event.currentTarget as HTMLElement;
    if (!handle.hasPointerCapture(event.pointerId)) return;
    onHeight(bounded(((innerHeight - event.clientY) / innerHeight) * 100));
  };
  return (
    <hr
      class="panel-handle"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label={words.resize}
      aria-valuenow={height}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={(event) => {
        const step = { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
        if (!step) return;
        event.preventDefault();
        onHeight(bounded(height + step));
      }}
    />
  );
}
