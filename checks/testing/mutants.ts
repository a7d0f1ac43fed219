import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A broken program, with the check that must catch it and the misconception that must be named. It is
 * the solution with a few edits, or a whole program in the lab's `mutants` folder.
 */
export interface Mutant {
  /** What it does wrong, in a few words with dashes. */
  name: string;
  /** Id of the check that catches it. */
  killedBy: string;
  /** The diagnosis that the check gives. */
  diagnosis: string;
  /** Edits of the solution: each text must stand in it exactly once. */
  edits?: readonly (readonly [from: string, to: string])[];
  /** Which of several true messages it gets depends on the moment: then none of them is golden. */
  messageVaries?: true;
  /** File name of a whole program instead. */
  program?: string;
  /** The file of the solution that is meant, where it has several; default: the main program. */
  of?: string;
}

/** Writes the mutant as the lab's program into a folder of its own, beside the solution's other files. */
export function plantMutant(
  mutant: Mutant,
  solutionFolder: string,
  mutantFolder: string,
  main: string,
): { file: string; remove: () => void } {
  const broken = mutant.of ?? main;
  const folder = mkdtempSync(join(tmpdir(), 'mutant-'));
  const text = mutant.program
    ? readFileSync(join(mutantFolder, mutant.program), 'utf8')
    : edited(readFileSync(join(solutionFolder, broken), 'utf8'), mutant);
  for (const name of readdirSync(solutionFolder)) {
    writeFileSync(join(folder, name), readFileSync(join(solutionFolder, name)));
  }
  // `import` needs to know that these files are modules.
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, broken), text);
  return { file: join(folder, main), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The solution with the mutant's edits. */
export function edited(solution: string, { name, edits = [] }: Mutant): string {
  let text = solution;
  for (const [from, to] of edits) {
    const parts = text.split(from);
    if (parts.length !== 2) {
      throw new Error(
        `mutant ${name}: this text stands ${parts.length - 1} times in the solution, not once: ${from}`,
      );
    }
    text = parts.join(to);
  }
  return text;
}

/** Mutants that every lab has: they break what the standing checks look at. */
export function standingMutants(kind: 'server' | 'client', solution: string): Mutant[] {
  const firstLine = solution.slice(0, solution.indexOf('\n') + 1);
  const start = kind === 'server' ? 'starts' : 'compiles';
  return [
    {
      name: 'syntax-error',
      killedBy: start,
      diagnosis: 'syntax-error',
      edits: [[firstLine, `${firstLine}const = ;\n`]],
    },
    {
      name: 'import-not-found',
      killedBy: start,
      diagnosis: 'import-not-found',
      edits: [[firstLine, `${firstLine}import './not_there.ts';\n`]],
    },
    {
      name: 'uses-http',
      killedBy: 'raw-sockets',
      diagnosis: 'uses-http-library',
      edits: [
        [firstLine, `${firstLine}import { METHODS } from 'node:http';\nexport const methods = METHODS;\n`],
      ],
    },
  ];
}
