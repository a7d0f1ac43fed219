import { TEXTS } from './texts.ts';

const { heading, steps } = TEXTS.lab.begin;

/** What to do in a lab that was never run: for somebody who has not read anything yet. */
export function Beginning({ path }: { path: string }) {
  return (
    <section class="beginning" aria-label={heading}>
      <ol>
        {steps(path).map((step, i) => (
          <li key={i}>
            {typeof step === 'string' ? (
              step
            ) : (
              <>
                {step[0]}
                <code>{step[1]}</code>
                {step[2]}
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
