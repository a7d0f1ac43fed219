import { writeFileSync } from 'node:fs';
import { cleanStop } from '../engine/common_checks.ts';
import type { ServerContext } from '../engine/context/server.ts';
import { poll } from '../engine/deadline.ts';
import { fail, skip } from '../engine/failure.ts';
import type { Answer } from '../engine/http/ask.ts';
import { expectStatus, expectWhole } from '../engine/http/expect.ts';
import { requestBytes } from '../engine/http/request.ts';
import { type Check, check } from '../engine/lab.ts';
import { targetOf } from '../engine/site/site.ts';
import { askFor, endAll, expectText, runScript, stillAnswers } from './exchange.ts';
import { expectEnded, isThere, pidsOf } from './hanging.ts';
import { clean, scriptTarget, stageOf } from './stage.ts';

/** What the handout gives a script: SCRIPT_SECONDS, or 10. A program with a limit of its own may take this long. */
const LIMIT_PATIENCE = 14_000;

/** Scripts that go wrong, take long or never end. */
export const TROUBLE_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'answers 500 for a script that fails, is killed or prints nothing',
    {
      id: 'script-fails',
      spec: 'the handout, "When a script goes wrong"; RFC 9110, sections 15.6.1 and 15.6.3',
      hints: [
        'How does your program learn that a script has gone wrong?',
        "The event 'close' gives the exit code, or the signal that ended the script. Anything but exit code 0 is a failure; so is output without a head.",
        'if (code !== 0) throw new HttpError(500, "The script failed.");',
      ],
    },
    async (context) => {
      const ways = [
        ['fails', 'It ended with exit code 3 and printed nothing.'],
        ['killed', 'It was killed by a signal and printed nothing.'],
        ['says-nothing', 'It ended in good order, but it printed nothing at all: there is no head to send.'],
      ] as const;
      for (const [name, what] of ways) {
        const answer = await runScript(context, name);
        expectStatus(
          answer,
          [500, 502],
          `${what} The client must learn that something went wrong here.`,
          'failure-hidden',
        );
      }
      // Whether the client sees the half of an answer is free; it must not wait for the rest.
      const late = await runScript(context, 'killed-late');
      if (late.end === 'silence') expectWhole(late);
      expectText(await runScript(context, 'hello'), stageOf(context.site).greeting);
    },
  ),
  check(
    'keeps what a script says on standard error from the client',
    {
      id: 'stderr',
      spec: 'the handout, "When a script goes wrong"',
      hints: [
        'Whom is a message on standard error for?',
        'For the person who runs the server: it may name files, users and passwords. The client gets a status, and no details.',
        "child.stderr.on('data', (bytes) => console.error(…)); and no byte of it in a response",
      ],
    },
    async (context) => {
      const { complaint, word } = stageOf(context.site);
      for (const name of ['fails', 'complains', 'noisy']) {
        const answer = await runScript(context, name);
        if (name === 'noisy' && answer.end === 'silence') {
          fail(
            'stderr-blocks',
            'A script that writes 1 MB to standard error never ended. A pipe holds little; when it is full and nobody reads it, the writer stands still. Read it to the end, even what you throw away.',
          );
        }
        if (answer.received.includes(complaint)) {
          fail(
            'stderr-to-client',
            `The client was sent what a script had written to standard error${name === 'fails' ? ' before it failed' : ''}. That is for your own log: it may hold what strangers must not know.`,
            { actual: answer.received.subarray(0, 600) },
          );
        }
        if (name !== 'fails') expectText(answer, `${name} ${word}\n`);
      }
    },
  ),
  check(
    'answers others while a slow script runs',
    {
      id: 'slow-script',
      needs: ['script-output', 'next-client'],
      rude: true,
      spec: 'the handout, "Pipes"',
      hints: [
        'What does your program do while a script runs?',
        'Functions with Sync in their name stop everything until they are done. spawn() returns at once, and events tell you the rest.',
        'const child = spawn(…); await once(child, "close");  // and not execSync or spawnSync',
      ],
    },
    slowScript,
  ),
  check(
    'gives up on a script that hangs: 504, and it is killed with all that it has started',
    {
      id: 'hanging-script',
      needs: ['script-output', 'next-client'],
      rude: true,
      launch: { env: { SCRIPT_SECONDS: '1' } },
      spec: 'RFC 3875, section 6.1; the handout, "When a script goes wrong"',
      hints: [
        'How long does a visitor wait for a script that never ends?',
        'A timer kills the script when its time is up. It may have started other processes: a script that is the leader of a process group of its own can be ended with all of them.',
        "spawn(…, { detached: true }) and setTimeout(() => process.kill(-child.pid, 'SIGKILL'), limit)",
      ],
    },
    hangingScript,
  ),
  cleanStop(),
  check(
    'leaves no script behind when it is stopped',
    {
      id: 'orphans',
      needs: ['script-output', 'next-client'],
      rude: true,
      // The script must not end because its own time is up.
      launch: { env: { SCRIPT_SECONDS: '60' } },
      spec: 'the handout, "Nobody is left behind"',
      hints: [
        'What becomes of a child process when its parent ends?',
        'It lives on. Keep a set of the scripts that run, and end them when your program is told to stop.',
        "process.once('exit', () => { for (const child of running) kill(child); });  with kill for the whole group",
      ],
    },
    orphans,
  ),
];

export const stderrLog: Check<ServerContext> = check(
  'shows in its own log what a script says on standard error',
  {
    id: 'stderr-log',
    tier: 'bonus',
    needs: ['script-output', 'stderr'],
    spec: 'the handout, "When a script goes wrong"',
    hints: [
      'A visitor tells you that a page says 500. Where do you look?',
      'What the script wrote to standard error belongs on the standard error of the server.',
      "child.stderr.on('data', (bytes) => console.error(name, String(bytes))); or stdio: ['pipe', 'pipe', 'inherit']",
    ],
  },
  async (context) => {
    const { complaint } = stageOf(context.site);
    await runScript(context, 'fails');
    if (`${context.complained}${context.printed}`.trim() === '') {
      skip('the program prints nothing at all, so its log must be in a file');
    }
    const seen = await poll(1000, () =>
      `${context.complained}${context.printed}`.includes(complaint) ? true : undefined,
    );
    if (seen) return;
    fail(
      'stderr-lost',
      'A script wrote to standard error why it fails, and your program printed nothing of it. Without a log nobody can find out what is wrong.',
      { expected: complaint, actual: context.complained.slice(-600) },
    );
  },
);

async function slowScript(context: ServerContext): Promise<void> {
  const stage = stageOf(context.site);
  clean(stage, 'started', 'gate');
  const slow = runScript(context, 'slow', {}, { patience: 15_000 });
  slow.catch(() => {}); // looked at below
  try {
    await isThere(stage.files.started, slow);
    const blocked = (what: string, answer: Answer) => {
      if (answer.end !== 'silence') return;
      fail(
        'blocks-others',
        `While one script was still running, another client asked for ${what} and got nothing. Nothing may wait for a script but the client that asked for it.`,
      );
    };
    const target = targetOf(`text-${stage.word}/hello.txt`);
    const file = await askFor(context, { target }, { patience: 2500 });
    blocked('a file', file);
    expectStatus(file, 200, 'It is a file of the web root.');
    const other = await runScript(context, 'hello', {}, { patience: 2500 });
    blocked('another script', other);
    expectText(other, stage.greeting);
  } finally {
    writeFileSync(stage.files.gate, '');
  }
  expectText(await slow, `slow ${stage.word}\n`);
}

async function hangingScript(context: ServerContext): Promise<void> {
  const stage = stageOf(context.site);
  clean(stage, 'hangs');
  let pids: number[] = [];
  try {
    const asked = runScript(context, 'hangs', {}, { patience: LIMIT_PATIENCE });
    asked.catch(() => {}); // looked at below
    pids = await pidsOf(context, stage, 'hangs', asked);
    const answer = await asked;
    if (answer.end === 'silence') {
      fail(
        'no-time-limit',
        `A script that never ends was still waited for after ${LIMIT_PATIENCE / 1000} s, though the variable SCRIPT_SECONDS said 1. Give each script so many seconds (10, when there is no such variable), then end it and answer 504.`,
      );
    }
    if (answer.reader.hasHead) {
      expectStatus(answer, [504, 500, 502], 'The script took longer than it may; 504 says so.');
    }
    await expectEnded(
      pids,
      'After the answer the script that had hung',
      'End it with SIGKILL, which no program can ignore; it can ignore SIGTERM.',
      'script-not-killed',
    );
    await stillAnswers(context);
  } finally {
    endAll(pids);
  }
}

async function orphans(context: ServerContext): Promise<void> {
  const stage = stageOf(context.site);
  clean(stage, 'hangs');
  let pids: number[] = [];
  try {
    const peer = await context.connect();
    await peer.send(requestBytes({ target: scriptTarget(stage, 'hangs') }, context.port));
    pids = await pidsOf(context, stage, 'hangs');
    // SIGTERM reaches the program alone. (With Ctrl-C the system may help: SIGINT goes to a whole group.)
    if (!(await context.signal('SIGTERM'))) {
      fail(
        'ignores-signal',
        'The program got SIGTERM while a script was running, and goes on running. Do not wait for the script: end it.',
      );
    }
    await expectEnded(
      pids,
      'The program has ended on SIGTERM, and the script that it had started',
      'What you start you have to end: keep a list of the scripts that run, and send them SIGKILL on your way out.',
      'leaves-orphans',
    );
  } finally {
    endAll(pids);
  }
}
