// `npm run bench`: what the course's commands cost, in multiples of `node -e 0` measured in the same
// run, turn by turn, because machines drift. For authors; prints figures, judges nothing.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { $, chalk } from 'zx';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
$.cwd = root;
const rounds = Number(process.argv[2] ?? 11);
const LAB01 = 'solutions/lab01-echo-server/echo_server.ts';

const COMMANDS: Record<string, string> = {
  'node -e 0 (the unit)': 'node -e 0',
  'check lab01 on its solution': `node commands/course.mjs check lab01 --file ${LAB01}`,
  'check lab01 on its solution, with the bonus': 'node commands/course.mjs check lab01 --solution',
  'check lab01 on the starter':
    'node commands/course.mjs check lab01 --file labs/.starters/lab01-echo-server/echo_server.ts',
  'check lab02 on its solution':
    'node commands/course.mjs check lab02 --file solutions/lab02-echo-client/echo_client.ts',
  'check lab03 on its solution':
    'node commands/course.mjs check lab03 --file solutions/lab03-time-server/time_server.ts',
  'check lab04 on its solution':
    'node commands/course.mjs check lab04 --file solutions/lab04-http-client/http_client.ts',
  'check all, with the bonus': 'node commands/course.mjs check all --solution',
  'check --help (the checker alone)': 'node commands/course.mjs check --help',
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

// The compiled course is made by the first run; it is not what is measured.
await cost('node commands/course.mjs check --help');
const measured = Object.entries(COMMANDS).map(([name, command]) => ({ name, command, costs: [] as Cost[] }));
for (let round = 0; round < rounds; round++) {
  for (const one of measured) one.costs.push(await cost(one.command));
}
const unit = measured[0]?.costs ?? [];
console.log(`medians of ${rounds} rounds, Node ${process.versions.node}, in units of node -e 0`);
console.log(
  `one unit: ${(median(unit.map((c) => c.cpu)) * 1000).toFixed(0)} ms processor time, ${(median(unit.map((c) => c.wall)) * 1000).toFixed(0)} ms\n`,
);
console.log(chalk.dim('processor   clock'));
for (const { name, costs } of measured) {
  const ratio = (of: keyof Cost) => median(costs.map((c, i) => c[of] / (unit[i]?.[of] ?? 1)));
  console.log(`${ratio('cpu').toFixed(2).padStart(9)} ${ratio('wall').toFixed(2).padStart(7)}   ${name}`);
}
