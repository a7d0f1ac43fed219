import type { CourseCheck } from '../server/api.ts';
import { TEXTS } from './texts.ts';

const words = TEXTS.check;

/** The ladder of hints: one rung per click, those that were asked for stay. */
export function Hints({ check, onHint }: { check: CourseCheck; onHint: () => void }) {
  const shown = check.hints.filter(Boolean);
  const left = check.hintsTotal - shown.length;
  return (
    <section class="hints" aria-label={words.hints}>
      {shown.length > 0 ? (
        <ol>
          {shown.map((hint, i) => (
            <li key={i}>
              <span class="rung">{words.hintRung[i] ?? words.hints}</span>
              <p>{hint}</p>
            </li>
          ))}
        </ol>
      ) : null}
      {left > 0 ? (
        <button type="button" class="hint-button" onClick={onHint}>
          {shown.length === 0 ? words.hintFirst : words.hintMore}
          <span class="hint-count">{words.hintCount(shown.length, check.hintsTotal)}</span>
        </button>
      ) : null}
    </section>
  );
}
