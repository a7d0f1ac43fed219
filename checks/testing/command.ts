import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanEnvironment } from '../engine/program/environment.ts';
import { ROOT } from './labs.ts';

/** How a command ended and what it printed. */
export interface Ran {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunSetting {
  /** The folder of the course; default: this one. */
  root?: string;
  cwd?: string;
  env?: Record<string, string>;
  stdin?: Buffer;
  /** Called with the process once it runs. */
  onStart?: (child: ReturnType<typeof spawn>) => void;
}

/** Runs a command of the course as its users do, without npm: `course(['check', 'lab01'])`. */
export function course(
  args: readonly string[],
  { root = ROOT, cwd = root, env, stdin, onStart }: RunSetting = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'commands/course.mjs'), ...args], {
      cwd,
      env: { ...cleanEnvironment(), ...env },
      stdio: [stdin ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
    child.stdin?.end(stdin);
    onStart?.(child);
  });
}

/** A course of its own in a temporary folder, with untouched starters; it shares the installed packages. */
export function copyOfTheCourse(): { root: string; remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), 'course-'));
  for (const part of ['package.json', 'commands', 'checks', 'grading', 'solutions', 'labs', 'workbook']) {
    cpSync(join(ROOT, part), join(root, part), { recursive: true });
  }
  cpSync(join(ROOT, 'labs/.starters'), join(root, 'labs'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'junction');
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** A report without what differs from run to run: ports, times, and where the course lies. */
export function normalised(report: string): string {
  return report
    .replaceAll(ROOT.slice(0, -1), '/course')
    .replaceAll(/\/tmp\/[\w-]+/g, '/tmp/X')
    .replaceAll(/\b(?!50000)\d{5}\b/g, 'PORT')
    .replaceAll(/\b\d+\.\d{3} s/g, '0.000 s')
    .replaceAll(/\b\d+\.\d s/g, '0.0 s')
    .replaceAll(/\b\d{6,}\b/g, 'NUMBER');
}

/** A message without the numbers that differ from run to run. */
export const steady = (message: string): string =>
  normalised(message)
    // The end of a program that ends between two clients may come as FIN, as RST or as a refusal.
    .replace(/(?<=It went wrong with the )\w+ client here: [\s\S]*/, '… client here: …')
    // Which of many clients is the first to notice.
    .replace(/\bClient \d+ of/, 'Client N of')
    .replaceAll(/\bmutant-\w+/g, 'mutant-X')
    .replaceAll(/\b\d{3,}\b/g, 'N')
    .replaceAll(/\bPORT\b/g, 'N');
