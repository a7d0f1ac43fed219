import { useEffect } from 'preact/hooks';
import { CheckDetail } from './detail.tsx';
import type { LabProps } from './lab.tsx';
import { RunBar } from './run_bar.tsx';
import { showCheck } from './scroll.ts';
import { type ShownCheck, shownChecks } from './selection.ts';
import { StatusIcon } from './status_icon.tsx';
import { TEXTS } from './texts.ts';

export type ChecksProps = LabProps & {
  onWire: () => void;
  /** Shows a passage of the handout, by its name. */
  onPassage: (name: string) => void;
};

/** The checks of a lab, live; the chosen one is unfolded. */
export function Checks(props: ChecksProps) {
  const { workbook, lab } = props;
  const checks = shownChecks(workbook, lab);
  const bonus = checks.filter(({ tier }) => tier === 'bonus');
  return (
    <>
      <RunBar {...props} checks={checks} />
      <h2 class="unseen">{TEXTS.run.requiredHeading}</h2>
      <List {...props} checks={checks.filter(({ tier }) => tier === 'required')} />
      {bonus.length > 0 ? (
        <>
          <h2 class="checks-heading">{TEXTS.run.bonusHeading}</h2>
          <List {...props} checks={bonus} />
        </>
      ) : null}
    </>
  );
}

function List({ checks, ...props }: ChecksProps & { checks: readonly ShownCheck[] }) {
  return (
    <ul class="checks">
      {checks.map((check) => (
        <Item key={check.id} {...props} shown={check} chosen={check.id === props.check} />
      ))}
    </ul>
  );
}

function Item({ shown, chosen, ...props }: ChecksProps & { shown: ShownCheck; chosen: boolean }) {
  const { lab, commands } = props;
  const { id, title, status, run } = shown;
  const result = run?.result;
  // The chosen check, and the one that fails first, must not be looked for.
  useEffect(() => {
    if (chosen) showCheck(id);
  }, [id, chosen]);
  return (
    <li class={`check check-${status}${chosen ? ' check-chosen' : ''}`} data-check={id} data-status={status}>
      <button
        type="button"
        id={`check-${id}`}
        class="check-row"
        aria-expanded={chosen}
        onClick={() => commands.go({ view: 'lab', lab: lab.id, check: chosen ? '-' : id }, true)}
      >
        <StatusIcon status={status} />
        <span class="check-title">{title}</span>
        {result && (status === 'pass' || status === 'fail') ? (
          <span class="check-time">{shortTime(result.ms)}</span>
        ) : null}
      </button>
      {chosen ? <CheckDetail {...props} shown={shown} /> : null}
    </li>
  );
}

const shortTime = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
