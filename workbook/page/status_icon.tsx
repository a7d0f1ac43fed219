import type { Status } from './lab_run.ts';
import { TEXTS } from './texts.ts';

const PATHS: Readonly<Record<Status, string>> = {
  none: '',
  waiting: '',
  running: '',
  pass: 'M6 10.5l2.8 2.8L14.5 7',
  fail: 'M7 7l6 6M13 7l-6 6',
  error: 'M10 6v5M10 13.6v.4',
  skipped: 'M7 10h6',
};

/** The verdict as a sign, with its word for those who do not see it. */
export function StatusIcon({ status }: { status: Status }) {
  return (
    <span class={`status status-${status}`}>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <circle cx="10" cy="10" r="8.5" />
        {PATHS[status] ? <path d={PATHS[status]} /> : null}
      </svg>
      <span class="unseen">{`${TEXTS.check.status[status]}: `}</span>
    </span>
  );
}
