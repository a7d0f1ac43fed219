import type { PageState } from '../../commands/demo/page_state.ts';
import { Lane } from './lane.tsx';
import type { Seen } from './stream.ts';
import { TEXTS } from './texts.ts';
import { ThemeButton } from './theme_button.tsx';
import { Wire } from './wire.tsx';

export interface StageProps {
  seen: Seen;
  /** Why a key was refused. */
  problem: string | undefined;
  press: (key: string) => void;
}

/** The whole page: both programs, the wire between them, what is said about it, and the keys. */
export function Stage({ seen, problem, press }: StageProps) {
  const { state, connection } = seen;
  if (connection === 'ended' || (connection === 'lost' && !state))
    return <Over text={TEXTS[connection]} state={state} />;
  if (!state) return <Over text={TEXTS.loading} state={undefined} />;
  const trouble = state.trouble ?? (connection === 'lost' ? TEXTS.lost : problem);
  return (
    <div class={`stage${state.wide ? ' stage-wide' : ''}`} data-step={state.step.number} data-ready>
      <Head state={state} />
      <main class="stage-main">
        {state.wide ? null : (
          <>
            <Lane end="client" side={state.sides.client} />
            <Lane end="server" side={state.sides.server} />
          </>
        )}
        <Wire state={state} events={seen.events} />
        <Caption state={state} trouble={trouble} />
      </main>
      <footer class="keys">
        {state.keys.map(({ name, does }) => (
          <button
            key={name}
            type="button"
            onClick={({ currentTarget, detail }) => {
              // Behind a click the space key is to be the key for the next step again.
              if (detail > 0) currentTarget.blur();
              press(name);
            }}
          >
            <kbd>{name}</kbd> {does}
          </button>
        ))}
        <ThemeButton />
      </footer>
    </div>
  );
}

function Head({ state: { demo, act, step } }: { state: PageState }) {
  return (
    <header class="head">
      <h1>{demo.title}</h1>
      <p class="head-part">{TEXTS.part(act.number, act.of, act.title)}</p>
      <progress aria-label={TEXTS.progress} value={step.number} max={step.of} />
      <span class="head-step">{TEXTS.step(step.number, step.of)}</span>
    </header>
  );
}

function Caption({ state, trouble }: { state: PageState; trouble: string | undefined }) {
  const { say, ask, busy } = state;
  return (
    <section class="caption" aria-live="polite">
      {trouble ? <p class="caption-trouble">{trouble}</p> : null}
      {say && !state.trouble ? <p class="caption-say">{say}</p> : null}
      {busy ? <p class="caption-busy">{busy}</p> : ask ? <p class="caption-ask">{ask}</p> : null}
    </section>
  );
}

function Over({ text, state }: { text: string; state: PageState | undefined }) {
  return (
    <main class="over">
      <h1>{text}</h1>
      {state ? (
        <p>
          {TEXTS.toShowAgain}
          <code>{TEXTS.again(state.demo.name)}</code>
        </p>
      ) : null}
    </main>
  );
}
