import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { WireView } from '../wire_view/wire_view.tsx';
import { TEXTS } from './texts.ts';
import type { Workbook } from './workbook.ts';

/** The conversations that `npm run wire --open` sends here, as they happen. */
export function LiveWire({ workbook }: { workbook: Workbook }) {
  const [chosen, setChosen] = useState<string>();
  const names = [...workbook.live.keys()];
  const name = chosen !== undefined && workbook.live.has(chosen) ? chosen : names.at(-1);
  const recording = name === undefined ? undefined : workbook.live.get(name);
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const lastTop = useRef(0);
  // Who reads at the end goes on reading at the end: also when rows near it get their true height, which they do not have
  // before they are drawn.
  const keepEnd = () => {
    if (atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  };
  useLayoutEffect(keepEnd, [name, recording?.events.length]);
  useLayoutEffect(() => {
    const content = box.current?.firstElementChild;
    if (!content || typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(keepEnd);
    observer.observe(content);
    return () => observer.disconnect();
  }, [name, recording === undefined]);
  const onScroll = () => {
    const { scrollTop = 0, clientHeight = 0, scrollHeight = 0 } = box.current ?? {};
    // Only a person scrolls up.
    if (scrollTop + clientHeight > scrollHeight - 60) atEnd.current = true;
    else if (scrollTop < lastTop.current) atEnd.current = false;
    lastTop.current = scrollTop;
  };
  return (
    <div class="live-wire">
      <div class="live-head">
        <h1>{TEXTS.panel.live}</h1>
        {names.length > 1 ? (
          <select
            aria-label={TEXTS.panel.liveChoice}
            value={name}
            onChange={(event) => setChosen(event.currentTarget.value)}
          >
            {names.map((one) => (
              <option key={one} value={one}>
                {workbook.live.get(one)?.title}
              </option>
            ))}
          </select>
        ) : null}
      </div>
      {recording ? (
        <div class="wire-scroll" data-wire-scroll ref={box} onScroll={onScroll}>
          <WireView key={name} recording={recording} />
        </div>
      ) : (
        <HowTo />
      )}
    </div>
  );
}

/** Nothing came yet: how to make something come. */
function HowTo() {
  return (
    <div class="live-how">
      <p>{TEXTS.panel.liveHow}</p>
      <ol>
        {TEXTS.panel.liveSteps.map(([what, command]) => (
          <li key={what}>
            {what}
            {command ? (
              <pre>
                <code>{command}</code>
              </pre>
            ) : null}
          </li>
        ))}
      </ol>
    </div>
  );
}
