import { useLayoutEffect, useRef } from 'preact/hooks';
import type { PageHeld, PageState } from '../../commands/demo/page_state.ts';
import type { RecordedEvent } from '../wire_view/record.ts';
import { WireView } from '../wire_view/wire_view.tsx';
import { showNewest } from './newest.ts';
import { TEXTS } from './texts.ts';

/** What has passed and what is on its way, at its newest. */
export function Wire({ state, events }: { state: PageState; events: RecordedEvent[] }) {
  const { demo, step, fresh, names, held, wide } = state;
  const box = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (box.current) showNewest(box.current, fresh, step.see, wide);
  }, [events, events.length, held.length, fresh, wide, step.number]);
  const recording = { title: demo.title, client: 'client', server: 'server', events, names };
  return (
    <section class="demo-wire">
      <h2>
        {TEXTS.wire}
        {step.waits ? <span class="waits">{step.waits}</span> : null}
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also with the arrow keys */}
      <section class="demo-wire-scroll" ref={box} tabIndex={0} aria-label={TEXTS.wire}>
        <WireView recording={recording} all />
        <ol class="held">
          {held.map((one, i) => (
            <Held key={i} held={one} />
          ))}
        </ol>
      </section>
    </section>
  );
}

function Held({ held: { from, who, text } }: { held: PageHeld }) {
  return (
    <li class={`wire-row wire-from-${from} held-row`}>
      <div class="wire-track">
        <div class="wire-event">
          <span class="wire-words">
            {who ? <span class="wire-number">{who}</span> : null}
            <span class="held-text">{text}</span>
            <em>{TEXTS.onItsWay}</em>
          </span>
          <span class="wire-shaft wire-head" aria-hidden="true" />
        </div>
      </div>
    </li>
  );
}
