// What a student waits for in watch mode: from the save of lab01's solution to its report, beside `node -e 0`
// measured in the same run, turn by turn. Part of `npm run bench`.
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyOfTheCourse } from '../checks/testing/command.ts';

/** Between two saves a person reads: the processes on standby have time to boot. */
const READING_MS = 1500;

export async function benchWatch(rounds: number): Promise<void> {
  const { root, remove } = copyOfTheCourse();
  const lab = 'lab01-echo-server/echo_server.ts';
  const file = join(root, 'labs', lab);
  copyFileSync(join(root, 'solutions', lab), file);
  const watch = spawn(process.execPath, [join(root, 'commands/course.mjs'), 'watch', 'lab01'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = () => {};
  let text = '';
  watch.stdout.on('data', (chunk) => {
    text += chunk;
    if (!text.includes('lab01 passed')) return;
    text = '';
    told();
  });
  const report = () =>
    new Promise<void>((resolve) => {
      told = resolve;
    });
  try {
    await report();
    const ratios: number[] = [];
    const waits: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await new Promise((resolve) => setTimeout(resolve, READING_MS));
      const began = performance.now();
      appendFileSync(file, `// ${round}\n`);
      await report();
      waits.push(performance.now() - began);
      const before = performance.now();
      spawnSync(process.execPath, ['-e', '0']);
      ratios.push((waits.at(-1) ?? 0) / (performance.now() - before));
    }
    const [quickest, median, slowest] = [0, 0.5, 0.999].map((part) =>
      [...ratios].sort((a, b) => a - b)[Math.floor(part * ratios.length)]?.toFixed(2),
    );
    const ms = [...waits].sort((a, b) => a - b)[waits.length >> 1]?.toFixed(0);
    console.log(
      `\nwatch lab01, from the save to the report of its solution, in units of node -e 0 (goal: 1)`,
    );
    console.log(`${quickest} to ${slowest}, median ${median} (${ms} ms), ${rounds} saves`);
  } finally {
    watch.kill();
    remove();
  }
}
