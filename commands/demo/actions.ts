import net from 'node:net';
import { poll } from '../../checks/engine/deadline.ts';
import { MachineError } from '../../checks/engine/failure.ts';
import type { End, Passage } from '../wire/looking_glass.ts';
import { browserRequest } from './browser.ts';
import type { Action, Name } from './demo.ts';
import type { Stage, Typist } from './stage.ts';

/** What a program may take until a step has happened. */
const PATIENCE_MS = 10_000;

/** The act was left while a step waited. */
export class Gone extends Error {
  override readonly name = 'Gone';
}

/** Does what a key press stands for, and waits until it has happened; a MachineError says in plain words why it has not. */
export async function perform(stage: Stage, action: Action): Promise<void> {
  switch (action.do) {
    case 'start':
      return start(stage);
    case 'browse':
      return browse(stage);
    case 'connect':
      return connect(stage, action.as ?? 'A');
    case 'send':
      return send(stage, typist(stage, action.as), action.text);
    case 'end':
      return end(stage, typist(stage, action.as));
    case 'pass':
      return pass(stage, action);
    case 'look':
      // In front of a class everybody sees it.
      if (stage.auto && heldBy(stage, action.from, 'data', action.as).length > 0)
        throw new MachineError(`The ${action.from} has said something, and should not have.`);
      return;
    case 'read': {
      const what = `"${action.text}" in what the ${action.from} prints`;
      await until(stage, what, () => stage.printed(action.from).includes(action.text) || undefined);
      return;
    }
    case 'open':
      stage.gate.open();
  }
}

async function start(stage: Stage): Promise<void> {
  const program = await stage.startClient();
  const come = () => stage.gate.held.length > 0;
  await until(stage, 'The client', () => come() || !program.alive || undefined);
  if (!come()) throw new MachineError('The client has ended by itself, before it had connected.');
}

async function browse(stage: Stage): Promise<void> {
  if (!stage.auto) {
    // As long as it takes.
    await until(stage, 'A browser', () => heldBy(stage, 'client', 'connect')[0], Number.POSITIVE_INFINITY);
    return;
  }
  await connect(stage, 'A');
  await send(stage, typist(stage, 'A'), browserRequest(stage.port));
}

async function connect({ gate, port, typists, ...stage }: Stage, as: Name): Promise<void> {
  const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  socket.on('error', () => {}).resume();
  const { conversation } = await until(stage, `The connection of client ${as}`, () =>
    gate.held.find(({ kind, text }) => kind === 'connect' && text?.endsWith(`:${socket.localPort}`)),
  );
  typists.set(as, { socket, conversation });
}

function typist({ typists }: Stage, as: Name = 'A'): Typist {
  const found = typists.get(as);
  if (!found) throw new MachineError(`Nobody has connected as ${as} yet.`);
  return found;
}

async function send(stage: Stage, { socket, conversation }: Typist, text: string): Promise<void> {
  const count = () =>
    stage.gate.held
      .filter((one) => one.from === 'client' && one.conversation === conversation)
      .reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0);
  const wanted = count() + Buffer.byteLength(text);
  socket.write(text);
  await until(stage, 'What the client has sent', () => count() >= wanted || undefined);
}

async function end(stage: Stage, { socket, conversation }: Typist): Promise<void> {
  socket.end();
  const isEnd = (one: Passage) => one.conversation === conversation && one.kind === 'fin';
  await until(stage, 'The end of the client', () => stage.gate.held.find(isEnd));
}

async function pass(stage: Stage, action: Extract<Action, { do: 'pass' }>): Promise<void> {
  const { from, kind, as, bytes, together = 1 } = action;
  // Somebody has to reload the page, perhaps.
  const patience =
    stage.act.client.kind === 'browser' && !stage.auto ? Number.POSITIVE_INFINITY : PATIENCE_MS;
  const found = await until(
    stage,
    `${WORDS[kind]} of the ${from}`,
    () => {
      const some = heldBy(stage, from, kind, as);
      return some.length >= together ? some : undefined;
    },
    patience,
  );
  if (together > 1) stage.gate.passTogether(found.slice(0, together));
  else stage.gate.pass(found[0] as Passage, bytes);
}

const WORDS: Record<Passage['kind'], string> = {
  connect: 'The connection',
  refused: 'The refusal',
  data: 'The next bytes',
  fin: 'The end',
  reset: 'The reset',
};

/** What is held of one side, and of one client where it is named. */
function heldBy({ gate, typists }: Stage, from: End, kind: Passage['kind'], as?: Name): Passage[] {
  const conversation = as && typists.get(as)?.conversation;
  return gate.held.filter(
    (one) =>
      one.from === from && one.kind === kind && (as === undefined || one.conversation === conversation),
  );
}

/** Waits for something that the programs do. */
async function until<Value>(
  { signal, server }: Pick<Stage, 'signal' | 'server'>,
  what: string,
  look: () => Value | undefined,
  patience = PATIENCE_MS,
): Promise<Value> {
  const found = await poll(patience, look, () => signal.aborted || !server.alive);
  if (found !== undefined) return found;
  if (signal.aborted) throw new Gone('nobody waits for this act any more');
  throw new MachineError(
    server.alive
      ? `${what} was waited for, ${patience / 1000} seconds long, and did not come.`
      : 'The server has ended by itself, in the middle of the demo.',
  );
}
