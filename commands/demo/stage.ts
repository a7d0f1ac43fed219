import net from 'node:net';
import { RunningProgram } from '../../checks/engine/program/running.ts';
import { Server } from '../../checks/engine/program/server.ts';
import type { End, Passage } from '../wire/looking_glass.ts';
import type { Act, Name } from './demo.ts';
import { Gate } from './gate.ts';
import { makeReady, type Ready, webRootOf } from './programs.ts';

export interface StageSetting {
  root: string;
  /** Nobody sits there: no browser is waited for. */
  auto: boolean;
  /** Something is held at the gate, or has passed it. */
  changed: (passage?: Passage) => void;
  /** Nobody waits for this act any more. */
  signal: AbortSignal;
}

/** Somebody who types: a connection of ours, and its number at the gate. */
export interface Typist {
  socket: net.Socket;
  conversation: number;
}

/** One act: a server that runs, a gate in front of it, and whoever talks to it. */
export interface Stage {
  act: Act;
  auto: boolean;
  signal: AbortSignal;
  gate: Gate;
  /** Where clients connect to. */
  port: number;
  /** The address for a client that is given one. */
  url: string;
  /** What lies ready for each side; undefined for a client that is no program. */
  programs: { client: Ready | undefined; server: Ready };
  server: RunningProgram;
  /** The client's program, once it was started. */
  client: () => RunningProgram | undefined;
  startClient: () => Promise<RunningProgram>;
  typists: Map<Name, Typist>;
  /** Everything that a program has printed. */
  printed: (side: End) => string;
  /** Ends everything that was started. */
  close: () => Promise<void>;
}

/** Starts the server of an act; a UsageError, Failure or MachineError says in plain words why it cannot be. */
export async function openStage(act: Act, { root, auto, changed, signal }: StageSetting): Promise<Stage> {
  const closers: (() => void | Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const web = webRootOf(act, root);
    closers.push(web.remove);
    const ready = await makeReady(act.server, root, { root: web.webRoot });
    closers.push(ready.remove);
    const server = await Server.start(ready.starter);
    closers.push(() => server.stop());
    // Where the system does not tell who listens, a connection was made to find out. The programs here do not mind.
    server.takeFirst()?.destroy();

    const { port: behind } = server;
    const dial = () => net.connect({ port: behind, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    const gate = new Gate(dial, changed);
    const port = await gate.listen();
    closers.push(() => gate.close());

    const url = `http://127.0.0.1:${port}/`;
    const { client } = act;
    const clientReady =
      client.kind === 'program'
        ? await makeReady(client.program, root, { port: String(port), url })
        : undefined;
    if (clientReady) {
      closers.push(clientReady.remove);
      // So that it starts at once when its key is pressed.
      await clientReady.starter.compiled();
    }
    let program: RunningProgram | undefined;
    closers.push(() => program?.stop());
    const typists = new Map<Name, Typist>();
    closers.push(() => {
      for (const { socket } of typists.values()) socket.destroy();
    });

    return {
      act,
      auto,
      signal,
      gate,
      port,
      url,
      programs: { client: clientReady, server: ready },
      server: server.program,
      client: () => program,
      startClient: async () => {
        program = await RunningProgram.start(await (clientReady as Ready).starter.plan({}, {}));
        return program;
      },
      typists,
      printed: (side) => {
        if (side === 'server') return server.program.stdout.text() + server.program.stderr.text();
        // A client that prints a page does so at the end, behind what it has to say about it.
        return program ? program.stderr.text() + program.stdout.text() : '';
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
