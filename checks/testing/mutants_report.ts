// `npx tsx checks/testing/mutants_report.ts lab05 [mutant …]`: how a lab's solution, starter and mutants
// fare, in words; for the author of a lab, who reads every message before it becomes a golden one.
import { readFileSync } from 'node:fs';
import { CATALOGUE, headline } from '../engine/diagnose/catalogue.ts';
import { fileTarget, loadedLab, outline, resultOf } from './labs.ts';
import { plantMutant, standingMutants } from './mutants.ts';

const [id = '', ...only] = process.argv.slice(2);
const entry = await loadedLab(id);
const { lab } = entry;

if (only.length === 0) {
  for (const [name, file] of [
    ['solution', entry.solution],
    ['starter', entry.starter],
  ] as const) {
    const result = await resultOf(entry, fileTarget(file));
    console.log(`\n== ${name}: ${result.verdict}, ${Math.round(result.ms)} ms\n${outline(result)}`);
  }
}

const all = [...standingMutants(lab.kind, readFileSync(entry.solution, 'utf8')), ...entry.mutants];
let wrong = 0;
for (const mutant of all.filter(({ name }) => only.length === 0 || only.includes(name))) {
  const { file, remove } = plantMutant(mutant, entry.solutionFolder, entry.mutantFolder, lab.program);
  const result = await resultOf(entry, fileTarget(file), { only: [mutant.killedBy] });
  remove();
  const killer = result.checks.find((check) => check.id === mutant.killedBy);
  const finding = killer?.finding;
  const right = killer?.verdict === 'fail' && finding?.diagnosis === mutant.diagnosis;
  if (!right) wrong += 1;
  console.log(
    `\n${right ? '✔' : '✘ WRONG'} ${mutant.name}: ${mutant.killedBy} ${killer?.verdict}, ${finding?.diagnosis ?? killer?.reason ?? ''} (wanted ${mutant.diagnosis})`,
  );
  if (finding) console.log(`   ${headline(finding.diagnosis, lab.diagnoses)}.\n   ${finding.message}`);
  if (!right) console.log(outline(result));
}

const killers = new Set(all.map(({ killedBy }) => killedBy));
const idle = lab.checks.filter(({ id }) => !killers.has(id)).map(({ id }) => id);
const given = new Set(all.map(({ diagnosis }) => diagnosis));
const own = Object.keys(lab.diagnoses ?? {});
console.log(`\n${all.length} mutants, ${wrong} not killed as named.`);
if (idle.length > 0) console.log(`checks that kill nothing: ${idle.join(' ')}`);
const unused = own.filter((name) => !given.has(name));
if (unused.length > 0) console.log(`diagnoses that no mutant gets: ${unused.join(' ')}`);
const unknown = [...given].filter((name) => !(name in { ...CATALOGUE, ...lab.diagnoses }));
if (unknown.length > 0) console.log(`diagnoses without a sentence: ${unknown.join(' ')}`);
