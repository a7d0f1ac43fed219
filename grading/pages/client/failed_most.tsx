import { useState } from 'preact/hooks';
import type { GradebookData } from '../gradebook_data.ts';

const FEW = 8;

/** Which checks the class fails most, as bars. */
export function FailedMost({ data, lab }: { data: GradebookData; lab: string | undefined }) {
  const [all, setAll] = useState(false);
  const found = data.failed.filter((check) => lab === undefined || check.lab === lab);
  const shown = all ? found : found.slice(0, FEW);
  return (
    <section class="failed-most" aria-labelledby="failed-most">
      <h2 id="failed-most">What the class fails most</h2>
      {found.length === 0 ? <p class="hint">No check failed.</p> : null}
      <ol>
        {shown.map(({ lab: of, id, title, bonus, failed, tried, mostly }) => (
          <li key={`${of}/${id}`}>
            <p class="failed-title">
              <a href={`#${of}`}>{of}</a> {title}
              {bonus ? <span class="tier">bonus</span> : null}
            </p>
            <p class="failed-count">
              {failed} of {tried}
            </p>
            <div class="bar" aria-hidden="true">
              <span style={{ width: `${(100 * failed) / Math.max(1, tried)}%` }} />
            </div>
            {mostly ? (
              <p class="mostly">
                mostly: <bdi>{mostly}</bdi>
              </p>
            ) : null}
          </li>
        ))}
      </ol>
      {found.length > FEW ? (
        <button type="button" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? 'Show fewer' : `Show all ${found.length}`}
        </button>
      ) : null}
    </section>
  );
}
