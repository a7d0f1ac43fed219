import { isAbsolute } from 'node:path';
import type { CheckJson, GradedLab, StudentMarks } from '../model.ts';
import { checkText } from './check_text.ts';
import { plain } from './plain.ts';

/** GitHub shows ten errors and ten warnings of a step; the others would only be missed. */
const MOST = 10;

/**
 * GitHub Actions annotations, a line for each check that did not pass: errors for the student's faults, warnings where
 * the machine was at fault. https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 * `fileOf` names the file of a lab from the root of the repository; without it the path that was checked.
 */
export function annotations(
  { labs }: StudentMarks,
  fileOf: (lab: GradedLab) => string | undefined = checkedFile,
): string {
  const all = labs.flatMap(({ graded }) =>
    graded
      ? graded.result.checks
          .filter(({ verdict }) => verdict === 'fail' || verdict === 'error')
          .map((check) => ({ graded, check }))
      : [],
  );
  const first = (wanted: CheckJson['verdict']) =>
    all
      .filter(({ check }) => check.verdict === wanted)
      .sort((a, b) => Number(a.check.tier === 'bonus') - Number(b.check.tier === 'bonus'))
      .slice(0, MOST);
  return [...first('fail'), ...first('error')]
    .map(({ graded, check }) => {
      const file = fileOf(graded);
      const place = file === undefined ? '' : `file=${property(plain(file))},`;
      const title = property(plain(`${graded.lab}: ${check.title}`));
      const command = check.verdict === 'fail' ? 'error' : 'warning';
      return `::${command} ${place}title=${title}::${data(checkText(graded, check))}\n`;
    })
    .join('');
}

/** The program as it was named, if that is a path in the repository. */
function checkedFile({ result: { program } }: GradedLab): string | undefined {
  const path = program.replaceAll('\\', '/');
  return isAbsolute(program) || /\s|^\.\.|^[a-z]:/i.test(path) ? undefined : path;
}

// As in https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
