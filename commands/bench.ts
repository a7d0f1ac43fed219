// `npm run bench`: what the course's commands cost, in multiples of `node -e 0` measured in the same
// run, turn by turn, because machines drift; then the reference servers beside others. For authors; prints
// figures, judges nothing. `npm run bench -- checks 5`, `watch 5`, `servers 3`: only one part, N rounds; `grade 200`: so many submissions.
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { $, chalk } from 'zx';
import { benchGrade } from './bench_grade.ts';
import { benchServers } from './bench_servers.ts';
import { benchWatch } from './bench_watch.ts';
import { allLabs, type LabEntry, requireLab } from './labs.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
$.cwd = root;
const [part = 'all', times] = process.argv.slice(2);
const rounds = Number(times ?? 5);

const check = (words: string) => `node commands/course.mjs check ${words}`;
const solutionOf = (lab: LabEntry) =>
  readdirSync(join(root, 'labs/.starters', lab.folder)).map((name) => `solutions/${lab.folder}/${name}`);

const UNIT = 'node -e 0 (the unit)';
const START = 'a program started, one exchange';
const ALL = 'check all, the ten labs of the main track, with the bonus';
const COMMANDS: Record<string, string> = {
  [UNIT]: 'node -e 0',
  [START]: 'node commands/bench_start.mjs solutions/lab01-echo-server/echo_server.ts',
  'check lab01 on its solution': check(`lab01 --file ${solutionOf(requireLab(root, ['lab01'], ''))[0]}`),
  'check lab01 on the starter': check('lab01 --file labs/.starters/lab01-echo-server/echo_server.ts'),
  ...Object.fromEntries(
    allLabs(root).map(({ id }) => [`check ${id} on its solution, with the bonus`, check(`${id} --solution`)]),
  ),
  [ALL]: check('all --solution'),
  'check --help (the checker alone)': check('--help'),
  'npm run (what npm adds)': 'npm run -s check -- --help',
};

interface Cost {
  cpu: number;
  wall: number;
}

/** Seconds of processor time (the command and all its children that it waited for) and of the clock. */
async function cost(command: string): Promise<Cost> {
  const timed = `TIMEFORMAT='%U %S %R'; time { ${command} >/dev/null 2>&1; }`;
  const { stderr } = await $({ nothrow: true, quiet: true })`bash -c ${timed}`;
  const [user = 0, system = 0, wall = 0] = stderr.trim().split('\n').at(-1)?.split(' ').map(Number) ?? [];
  return { cpu: user + system, wall };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

async function benchChecks(): Promise<void> {
  // The compiled course is made by the first run; it is not what is measured.
  await cost('node commands/course.mjs check --help');
  const measured = Object.entries(COMMANDS).map(([name, command]) => ({
    name,
    command,
    costs: [] as Cost[],
  }));
  for (let round = 0; round < rounds; round++) {
    for (const one of measured) one.costs.push(await cost(one.command));
  }
  const costsOf = (wanted: string) => measured.find(({ name }) => name === wanted)?.costs ?? [];
  const unit = costsOf(UNIT);
  const ratio = (costs: readonly Cost[], to: readonly Cost[], of: keyof Cost) =>
    median(costs.map((c, i) => c[of] / (to[i]?.[of] ?? 1))).toFixed(2);
  console.log(`medians of ${rounds} rounds, Node ${process.versions.node}, in units of node -e 0`);
  console.log(
    `one unit: ${(median(unit.map((c) => c.cpu)) * 1000).toFixed(0)} ms processor time, ${(median(unit.map((c) => c.wall)) * 1000).toFixed(0)} ms\n`,
  );
  console.log(chalk.dim('processor   clock   waiting'));
  for (const { name, costs } of measured) {
    // Where nobody computes, somebody waits. (Two that compute at once hide some of it.)
    const waiting = median(costs.map(({ cpu, wall }) => Math.max(0, 1 - cpu / wall)));
    console.log(
      `${ratio(costs, unit, 'cpu').padStart(9)} ${ratio(costs, unit, 'wall').padStart(7)} ${`${(waiting * 100).toFixed(0)} %`.padStart(9)}   ${name}`,
    );
  }
  console.log(
    `\n"${ALL}" takes ${ratio(costsOf(ALL), costsOf(START), 'wall')} times as long as "${START}" (goal: 40)`,
  );
}

if (['all', 'checks'].includes(part)) await benchChecks();
if (['all', 'watch'].includes(part)) await benchWatch(rounds * 4);
if (['all', 'grade'].includes(part)) await benchGrade(part === 'grade' ? Number(times ?? 200) : 40);
if (['all', 'servers'].includes(part)) await benchServers(Math.min(rounds, 3));
