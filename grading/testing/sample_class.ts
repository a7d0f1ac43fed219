// A class to try the grader on: `npx tsx grading/testing/sample_class.ts FOLDER [COUNT]`. Each student hands in a
// mixture of reference solutions, untouched starters, programs with one known mistake, and nothing; in TypeScript,
// JavaScript and Python; as folders and in several layouts. The same count always gives the same class.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { Random } from '../../checks/engine/random.ts';
import { type LoadedLab, loadedLabs, ROOT } from '../../checks/testing/labs.ts';
import { edited } from '../../checks/testing/mutants.ts';

const NAMES = [
  'Ada',
  'Björn',
  'Chloé',
  'Dmitri',
  'Esra',
  'Fatima',
  'Grace',
  'Hedy',
  'Ivan',
  'Jun',
  'Kübra',
  'Linus',
];
const FAMILIES = [
  "O'Neill",
  'Lovelace',
  'Łukasiewicz',
  'Müller',
  'Nakamura',
  'Hopper',
  'de la Cruz',
  'Şahin',
];
const PYTHON = join(dirname(fileURLToPath(import.meta.url)), 'echo_server.py');

/** What became of a lab in a submission, for those who compare with the marks. */
export type Work = 'solution' | 'starter' | 'javascript' | 'python' | 'missing' | `mutant ${string}`;

export interface SampleStudent {
  name: string;
  /** By the lab's id. */
  work: Record<string, Work>;
}

/** Makes a class of `count` students in a folder; gives what each of them has handed in. */
export async function sampleClass(
  folder: string,
  count: number,
  only?: readonly string[],
): Promise<SampleStudent[]> {
  const labs = (await loadedLabs()).filter(({ id }) => !only || only.includes(id));
  const random = new Random(20_261_127);
  return Array.from({ length: count }, (_, number) => {
    const name = `${NAMES[number % NAMES.length]} ${FAMILIES[Math.floor(number / NAMES.length) % FAMILIES.length]} ${number + 1}`;
    const flat = number % 3 === 0;
    const work: SampleStudent['work'] = {};
    mkdirSync(join(folder, name), { recursive: true });
    for (const [i, lab] of labs.entries()) {
      // Helper files of several labs have the same names: those students keep a folder for each lab.
      const place = flat && labs.length === 1 ? join(folder, name) : join(folder, name, lab.folder);
      work[lab.id] = handIn(lab, place, (number + i) % 7, random);
    }
    return { name, work };
  });
}

function handIn(lab: LoadedLab, place: string, kind: number, random: Random): Work {
  const { solution, solutionFolder, mutants, folder } = lab;
  const put = (from: string) => cpSync(from, place, { recursive: true });
  if (kind === 0 && lab.id !== 'lab01') return 'missing';
  if (kind === 1) {
    put(join(ROOT, 'labs/.starters', folder));
    return 'starter';
  }
  if (kind === 2 && lab.id === 'lab01') {
    mkdirSync(place, { recursive: true });
    cpSync(PYTHON, join(place, 'echo_server.py'));
    return 'python';
  }
  if (kind === 3 && lab.id <= 'lab07') {
    mkdirSync(place, { recursive: true });
    const { code } = transformSync(readFileSync(solution, 'utf8'), { loader: 'ts', format: 'esm' });
    writeFileSync(join(place, lab.lab.program.replace(/\.ts$/, '.js')), code);
    // What the program serves, or imports.
    cpSync(solutionFolder, place, { recursive: true, filter: (path) => !path.endsWith(lab.lab.program) });
    return 'javascript';
  }
  put(solutionFolder);
  if (kind < 5) return 'solution';
  const simple = mutants.filter(({ edits, of = lab.lab.program }) => edits && of === lab.lab.program);
  const mutant = simple[random.integer(0, simple.length)];
  if (!mutant) return 'solution';
  writeFileSync(join(place, lab.lab.program), edited(readFileSync(solution, 'utf8'), mutant));
  return `mutant ${mutant.name}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, count = '30'] = process.argv.slice(2);
  if (!folder) throw new Error('Where to? npx tsx grading/testing/sample_class.ts FOLDER [COUNT]');
  const made = await sampleClass(folder, Number(count));
  console.log(`${made.length} submissions in ${folder}`);
}
