import { Beginning } from './beginning.tsx';
import type { ChecksProps } from './checks.tsx';
import { Files } from './files.tsx';
import type { LabRun } from './lab_run.ts';
import { hashOf } from './route.ts';
import type { ShownCheck } from './selection.ts';
import { TEXTS } from './texts.ts';

/** The student's file, the run buttons, and how the last run stands. */
export function RunBar(props: ChecksProps & { checks: readonly ShownCheck[] }) {
  const { workbook, lab, commands, bonus, onBonus, checks } = props;
  const run = workbook.runs.get(lab.id);
  const busy = run?.phase === 'running' || run?.phase === 'queued';
  const hasBonus = lab.checks.some(({ tier }) => tier === 'bonus');
  const missing = lab.files.find((file) => file.missing);
  const beginning = !run && lab.state === 'new';
  return (
    <div class="run-bar">
      <Files lab={lab} onOpen={() => commands.open(lab.id)} />
      {missing ? <p class="problem">{TEXTS.lab.missing(missing.path, lab.id)}</p> : null}
      {beginning && !missing ? <Beginning path={`labs/${lab.folder}/${lab.program}`} /> : null}
      <div class="run-head">
        <div class="run-buttons">
          <button type="button" class="primary run-all" onClick={() => commands.runAll(lab.id, bonus)}>
            {run && run.phase !== 'stopped' ? TEXTS.lab.runAllAgain : TEXTS.lab.runAll}
          </button>
          {busy ? (
            <button type="button" class="run-stop" onClick={() => commands.stop(lab.id)}>
              {TEXTS.lab.stop}
            </button>
          ) : null}
          {hasBonus ? (
            <label class="with-bonus">
              <input
                type="checkbox"
                checked={bonus}
                onChange={(event) => onBonus(event.currentTarget.checked)}
              />
              {TEXTS.lab.bonus}
            </label>
          ) : null}
          <p
            class={`run-state run-${tone(run)}`}
            role="status"
            title={run?.seed === undefined ? undefined : TEXTS.run.seed(run.seed)}
          >
            {sentence(run, checks)}
          </p>
        </div>
        <Progress run={run} checks={checks} />
        {run?.phase === 'ended' && !run.partial && run.result?.verdict === 'pass' ? (
          <NextLab {...props} />
        ) : null}
      </div>
      {run?.result?.notes.map((note) => (
        <p class="run-note" key={note}>
          {TEXTS.run.note}: {note}
        </p>
      ))}
    </div>
  );
}

function NextLab({ workbook, lab, checks }: ChecksProps & { checks: readonly ShownCheck[] }) {
  const labs = workbook.course?.labs ?? [];
  const next = labs[labs.findIndex(({ id }) => id === lab.id) + 1];
  const left = checks.filter(({ tier, status }) => tier === 'bonus' && status !== 'pass').length;
  if (!next && left === 0) return null;
  return (
    <p class="what-next">
      {next ? (
        <a class="button next-lab" href={hashOf({ view: 'lab', lab: next.id })}>
          {TEXTS.run.nextLab(next.title)}
          <span aria-hidden="true"> →</span>
        </a>
      ) : null}
      {left > 0 ? <span>{TEXTS.run.bonusLeft(left)}</span> : null}
    </p>
  );
}

/** A thin row of marks, one for each check. */
function Progress({ run, checks }: { run: LabRun | undefined; checks: readonly ShownCheck[] }) {
  if (!run) return null;
  return (
    <div class="marks" aria-hidden="true">
      {checks
        .filter(({ tier, status }) => tier === 'required' || status !== 'none')
        .map(({ id, status }) => (
          <span key={id} class={`mark mark-${status}`} />
        ))}
    </div>
  );
}

/** How a run stands, in a word for its colour. */
export function tone(run: LabRun | undefined): string {
  if (!run || run.phase === 'stopped') return 'idle';
  if (run.phase === 'running' || run.phase === 'queued') return 'busy';
  if (run.phase === 'failed') return 'error';
  return run.result?.verdict ?? 'idle';
}

function sentence(run: LabRun | undefined, checks: readonly ShownCheck[]): string {
  const words = TEXTS.run;
  if (!run) return words.idle;
  switch (run.phase) {
    case 'queued':
      return words.queued;
    case 'running': {
      const made = checks.filter(({ id }) => run.made.includes(id));
      const done = made.filter(({ status }) => status !== 'waiting' && status !== 'running').length;
      return words.running(done, made.length);
    }
    case 'stopped':
      return words.stopped;
    case 'failed':
      return run.message ?? words.error;
    case 'ended': {
      const { verdict, score, maxScore, partial } = run.result ?? { verdict: 'error', score: 0, maxScore: 0 };
      if (verdict === 'error') return words.error;
      if (partial) return verdict === 'pass' ? words.partial : words.partialFailed;
      return verdict === 'pass' ? words.passed(score, maxScore) : words.failed(score, maxScore);
    }
  }
}
