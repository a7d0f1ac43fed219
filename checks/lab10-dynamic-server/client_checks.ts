import type { ServerContext } from '../engine/context/server.ts';
import { poll } from '../engine/deadline.ts';
import { fail } from '../engine/failure.ts';
import { ask, contentOf } from '../engine/http/ask.ts';
import { requestBytes } from '../engine/http/request.ts';
import { type Check, check } from '../engine/lab.ts';
import { HAS_PROC, treeOf } from '../engine/program/processes.ts';
import { crowd } from '../engine/wire/crowd.ts';
import { endAll, SCRIPT_PATIENCE, stillAnswers, untilEnded } from './exchange.ts';
import { pidsOf } from './hanging.ts';
import { clean, scriptTarget, stageOf } from './stage.ts';

const CROWD = 30;

/** Clients who leave, and many of them. */
export const CLIENT_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'ends a script whose client has left',
    {
      id: 'client-leaves',
      tier: 'bonus',
      needs: ['script-output', 'next-client'],
      rude: true,
      spec: 'the handout, "Bonus: nobody waits any more"',
      hints: [
        'Who reads the answer of a script when the client has closed its window?',
        "The socket emits 'close'. Tell whoever runs the script, and end it.",
        'const gone = new AbortController(); socket.on("close", () => gone.abort()); gone.signal.addEventListener("abort", () => kill(child));',
      ],
    },
    clientLeaves,
  ),
  check(
    `runs scripts for ${CROWD} clients at once, and cleans up behind them`,
    {
      id: 'crowd',
      tier: 'bonus',
      needs: ['script-output', 'slow-script', 'request-variables'],
      rude: true,
      spec: 'the handout, "Bonus: nobody waits any more"',
      hints: [
        'Which of your variables belong to one request, and which to all of them?',
        'What is known about one script stays in the function that runs it. When it has ended, nothing of it may remain: no process, no pipe.',
        "const running = new Set(); … child.once('close', () => running.delete(child));",
      ],
    },
    manyAtOnce,
  ),
];

async function clientLeaves(context: ServerContext): Promise<void> {
  const stage = stageOf(context.site);
  clean(stage, 'hangs-too');
  let pids: number[] = [];
  try {
    const peer = await context.connect();
    await peer.send(requestBytes({ target: scriptTarget(stage, 'hangs-too') }, context.port));
    pids = await pidsOf(context, stage, 'hangs-too');
    peer.reset();
    const left = await untilEnded(pids, SCRIPT_PATIENCE);
    if (left.length > 0) {
      fail(
        'works-for-nobody',
        'The client has left, and its script goes on running. A hundred clients who come and go, and the computer is busy with answers that nobody reads. End a script when its client has gone.',
      );
    }
    await stillAnswers(context);
  } finally {
    endAll(pids);
  }
}

async function manyAtOnce(context: ServerContext): Promise<void> {
  await stillAnswers(context);
  const before = HAS_PROC ? treeOf(context.pid).length : 0;
  const files = context.openFiles();
  const target = scriptTarget(stageOf(context.site), 'query');
  const peers = await crowd(CROWD, () => context.connect());
  const answers = await Promise.all(
    peers.map((peer, i) => ask(context, { target: `${target}?client=${i}` }, { peer, patience: 8000 })),
  );
  for (const [i, answer] of answers.entries()) {
    if (!answer.reader.complete || contentOf(answer).toString().trim() !== `client=${i}`) {
      fail('loses-clients', `Client ${i + 1} of ${CROWD} did not get the answer of its own script.`, {
        expected: `client=${i}\n`,
        actual: answer.received.subarray(0, 400),
      });
    }
  }
  await Promise.all(peers.map((peer) => peer.leave()));
  if (!HAS_PROC) return;
  const clear = await poll(3000, () => (treeOf(context.pid).length <= before ? true : undefined));
  if (!clear) {
    fail(
      'leaves-processes',
      `${CROWD} scripts have run and have ended, and processes that were started for them are still there.`,
    );
  }
  const closed = await poll(3000, () => ((context.openFiles() ?? 0) <= (files ?? 0) + 2 ? true : undefined));
  if (!closed) {
    fail(
      'leaks-handles',
      `${CROWD} scripts have run, and the program holds more files, pipes or sockets open than before.`,
    );
  }
}
