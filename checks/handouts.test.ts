import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deadline, poll } from './engine/deadline.ts';
import { cleanEnvironment } from './engine/program/environment.ts';
import { freePort } from './engine/program/ports.ts';
import { type Block, blocks, matches } from './testing/handouts.ts';
import { loadedLabs, ROOT } from './testing/labs.ts';

const labs = await loadedLabs();

/** The parts of every handout, in this order. */
const PARTS = [
  'The picture',
  'The idea',
  'Steps',
  'Try it by hand',
  'Predict, then run',
  'What the checker looks at',
  'Bonus',
  'In the real world',
];

describe.for(labs)('the handout of $id', ({ folder, lab, id }) => {
  const handout = readFileSync(join(ROOT, 'labs', folder, 'README.md'), 'utf8');

  test('has its parts in order, and names every check', () => {
    const places = PARTS.map((part) => handout.search(new RegExp(`^## ${part}`, 'm')));
    expect(
      places.every((place, i) => place > (places[i - 1] ?? 0)),
      `${PARTS} at ${places}`,
    ).toBe(true);
    const named = handout.replaceAll(/\s+/g, ' ');
    expect(
      lab.checks
        .filter(({ title, tier }) => tier === 'required' && !named.includes(title))
        .map(({ title }) => title),
    ).toEqual([]);
    expect(handout).toContain(`npm run check ${id}`);
  });

  test('every chapter that a check sends the reader to is there', () => {
    const named = lab.checks.flatMap(({ spec }) =>
      [...spec.matchAll(/handout, "([^"]+)"/g)].map((match) => match[1] as string),
    );
    expect(named.filter((chapter) => !handout.includes(chapter))).toEqual([]);
  });

  test('links lead somewhere', () => {
    const links = [...handout.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map((match) => match[1] as string);
    expect(links.filter((link) => !existsSync(join(ROOT, 'labs', folder, link)))).toEqual([]);
  });

  test('every transcript is what really happens', { timeout: 90_000 }, async () => {
    const all = blocks(handout);
    expect(all.length, 'transcripts in the handout').toBeGreaterThan(1);
    const session = new Session(await freePort(), handout.includes('127.0.0.1:8080') ? '8080' : '50000');
    try {
      for (const block of all) await session.play(block);
      await session.endServer();
    } finally {
      session.kill();
    }
  });
});

/** Plays the transcripts of one handout: its servers in the background, its commands one after another. */
class Session {
  readonly #port: number;
  /** The port that the handout shows. */
  readonly #shownPort: string;
  #server: { block: Block; child: ChildProcess; printed: string } | undefined;

  constructor(port: number, shownPort: string) {
    this.#port = port;
    this.#shownPort = shownPort;
  }

  async play(block: Block): Promise<void> {
    if (block.server) {
      await this.endServer();
      this.#startServer(block);
      const first = block.commands[0]?.output.split('\n')[0] ?? '';
      const ready = await poll(20_000, () =>
        matches(first, this.#printed().split('\n')[0] ?? '') ? true : undefined,
      );
      expect(ready, `the server says "${first}", not "${this.#printed()}"`).toBe(true);
      return;
    }
    for (const { command, output } of block.commands) {
      const printed = await this.#run(command);
      expect(matches(output, printed), `$ ${command}\nexpected:\n${output}\nprinted:\n${printed}`).toBe(true);
    }
  }

  /** The port of the handout, and the solution in place of the starter. */
  #asRun(command: string): string {
    return command
      .replaceAll(/\b(50000|8080)\b/g, String(this.#port))
      .replaceAll(/\blabs\/(lab\d\d-)/g, 'solutions/$1');
  }

  #asWritten(printed: string): string {
    return printed
      .replaceAll(new RegExp(`\\b${this.#port}\\b`, 'g'), this.#shownPort)
      .replaceAll('solutions/lab', 'labs/lab')
      .trimEnd();
  }

  #spawn(command: string): ChildProcess {
    // Both outputs in one, in the order in which a terminal shows them.
    return spawn('bash', ['-c', `exec 2>&1; ${this.#asRun(command)}`], {
      cwd: ROOT,
      env: {
        ...cleanEnvironment(),
        PORT: String(this.#port),
        NO_COLOR: '1',
        // npm's own remarks (a new version, a setting it does not know) are not part of the transcript.
        npm_config_loglevel: 'error',
        npm_config_update_notifier: 'false',
      },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  #run(command: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = this.#spawn(command);
      let printed = '';
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (printed += text));
      const cancel = deadline(30_000, () => {
        killGroup(child);
        reject(new Error(`$ ${command}\ndoes not end; it printed:\n${printed}`));
      });
      child.on('close', () => {
        cancel();
        resolve(this.#asWritten(printed));
      });
    });
  }

  #startServer(block: Block): void {
    const child = this.#spawn(`exec ${block.commands[0]?.command}`);
    const server = { block, child, printed: '' };
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (server.printed += text));
    this.#server = server;
  }

  #printed(): string {
    return this.#asWritten(this.#server?.printed ?? '');
  }

  /** Stops the server as Ctrl-C does, and compares all that it printed. */
  async endServer(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    const expected = server.block.commands[0]?.output ?? '';
    const same = await poll(3000, () => (matches(expected, this.#printed()) ? true : undefined));
    expect(same, `the server printed:\n${this.#printed()}\nexpected:\n${expected}`).toBe(true);
    this.kill();
  }

  kill(): void {
    if (this.#server) killGroup(this.#server.child);
    this.#server = undefined;
  }
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid) process.kill(-child.pid, 'SIGKILL');
  } catch {} // gone already
}
