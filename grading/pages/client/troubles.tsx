import type { GradebookData } from '../gradebook_data.ts';

const KINDS: Readonly<Record<string, string>> = {
  empty: 'empty',
  'not-a-submission': 'not a submission',
  unreadable: 'cannot be read',
  'hostile-archive': 'hostile archive',
  'wrong-names': 'wrong names',
  twice: 'handed in twice',
  'not-in-roster': 'not in the roster',
  'not-handed-in': 'not handed in',
  'needs-packages': 'needs packages',
  machine: 'the machine’s fault',
};

/** What kept a submission from being graded as it should, by name. */
export function Troubles({
  troubles,
  lab,
}: {
  troubles: GradebookData['troubles'];
  lab: string | undefined;
}) {
  const shown = troubles.filter((one) => lab === undefined || one.lab === undefined || one.lab === lab);
  if (shown.length === 0) return null;
  return (
    <section class="troubles" id="troubles" aria-labelledby="troubles-title">
      <h2 id="troubles-title">Troubles</h2>
      <ul>
        {shown.map(({ who, kind, message, lab: of, student }, i) => (
          <li key={i}>
            <p>
              {student ? (
                <a href={`students/${encodeURIComponent(student)}.html`}>
                  <bdi>{who}</bdi>
                </a>
              ) : (
                <b>
                  <bdi>{who}</bdi>
                </b>
              )}{' '}
              {of ? <span class="lab-id">{of}</span> : null}{' '}
              <span class="state state-unknown">{KINDS[kind] ?? kind}</span>
            </p>
            <p class="trouble-message">
              <bdi>{message}</bdi>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
