import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { starterFiles } from '../commands/labs.ts';
import { CATALOGUE, headline } from './engine/diagnose/catalogue.ts';
import { standingChecks } from './engine/standing_checks.ts';
import { steady } from './testing/command.ts';
import { fileTarget, loadedLabs, outline, ROOT, resultOf } from './testing/labs.ts';
import { type Mutant, plantMutant, standingMutants } from './testing/mutants.ts';

const labs = await loadedLabs();

describe.each(labs)('$id', (entry) => {
  const { lab, solution, starter, mutantFolder, solutionFolder } = entry;
  const mutants = [...standingMutants(lab.kind, readFileSync(solution, 'utf8')), ...entry.mutants];

  test.concurrent('the solution passes every check, bonus included', { timeout: 60_000 }, async () => {
    const result = await resultOf(entry, fileTarget(solution));
    expect(
      result.checks.filter(({ verdict, notHere }) => verdict !== 'pass' && !notHere),
      outline(result),
    ).toEqual([]);
    expect(result.verdict).toBe('pass');
    expect(result.notes).toEqual([]);
  });

  test.concurrent('the starter runs, fails, and is told why without a stack trace', {
    timeout: 60_000,
  }, async () => {
    const result = await resultOf(entry, fileTarget(starter));
    expect(result.verdict, outline(result)).toBe('fail');
    for (const check of result.checks) {
      expect(check.verdict, `${check.id}: ${check.reason}`).not.toBe('error');
      expect(check.finding?.diagnosis ?? '', check.finding?.message).not.toMatch(
        /crash|syntax|never-listens|missing/,
      );
    }
    expect(readFileSync(starter, 'utf8')).toContain('// TODO');
  });

  test.runIf(process.env.CI)('the starters in labs/ are those that `npm run reset` puts back', () => {
    for (const { pristine, file } of starterFiles(ROOT, entry)) {
      expect(readFileSync(file, 'utf8'), `cp ${file} ${pristine}`).toBe(readFileSync(pristine, 'utf8'));
    }
  });

  test.concurrent.for(mutants)(
    'mutant $name is killed by $killedBy ($diagnosis)',
    { timeout: 60_000 },
    async (mutant, { expect }) => {
      const { file, remove } = plantMutant(mutant, solutionFolder, mutantFolder, lab.program);
      try {
        const result = await resultOf(entry, fileTarget(file), { only: [mutant.killedBy] });
        const killer = result.checks.find((check) => check.id === mutant.killedBy);
        const finding = killer?.finding;
        expect({ verdict: killer?.verdict, diagnosis: finding?.diagnosis }, outline(result)).toEqual({
          verdict: 'fail',
          diagnosis: mutant.diagnosis,
        });
        // The words that a student reads.
        const words = `${headline(mutant.diagnosis, lab.diagnoses)}.\n${finding?.message}`;
        if (!mutant.messageVaries) expect(steady(words)).toMatchSnapshot();
      } finally {
        remove();
      }
    },
  );

  test('every check kills a mutant, every mutant names a check and a known diagnosis', () => {
    const target = fileTarget(solution);
    const checks = [...standingChecks(lab, target), ...lab.checks].map((check) => check.id);
    const killers = mutants.map((mutant: Mutant) => mutant.killedBy);
    expect(checks.filter((id) => !killers.includes(id))).toEqual([]);
    expect(new Set(checks).size).toBe(checks.length);
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
    const known = { ...CATALOGUE, ...lab.diagnoses };
    expect(mutants.filter(({ diagnosis }) => !(diagnosis in known))).toEqual([]);
    // Every diagnosis that only this lab knows is given to at least one mutant.
    const given = mutants.map(({ diagnosis }) => diagnosis);
    expect(Object.keys(lab.diagnoses ?? {}).filter((diagnosis) => !given.includes(diagnosis))).toEqual([]);
  });

  test('every diagnosis in the code has a sentence', () => {
    const code = readdirSync(dirname(mutantFolder))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => readFileSync(join(dirname(mutantFolder), name), 'utf8'))
      .join('\n');
    const used = [...code.matchAll(/\bfail\(\s*'([\w-]+)'/g)].map((match) => match[1] as string);
    expect(used.filter((diagnosis) => !(diagnosis in { ...CATALOGUE, ...lab.diagnoses }))).toEqual([]);
  });
});
