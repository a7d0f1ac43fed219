import { execFile } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { poll } from '../../checks/engine/deadline.ts';
import { listenersInProc } from '../../checks/engine/program/listeners.ts';
import { freePort } from '../../checks/engine/program/ports.ts';
import { HAS_PROC } from '../../checks/engine/program/processes.ts';
import { RunningProgram } from '../../checks/engine/program/running.ts';
import { type Mutant, plantMutant } from '../../checks/testing/mutants.ts';
import { LookingGlass } from '../../commands/wire/looking_glass.ts';
import { Recorder, recorded } from '../../commands/wire/recorder.ts';
import type { RecordedEvent, Recording } from '../../workbook/wire_view/record.ts';
import { SlideError } from '../build/deck.ts';
import { COURSE } from '../build/setting.ts';
import type { Program, Script, TerminalPlan, WirePlan } from './plan.ts';

/** A step that does not come to its end in this time never will, in ms. */
const LONGEST = 15_000;
const TSX = fileURLToPath(import.meta.resolve('tsx'));
const ENVIRONMENT = {
  ...(process.env as Record<string, string>),
  TZ: 'UTC',
  NO_COLOR: '1',
  COLUMNS: '80',
  NODE_OPTIONS: '',
};

interface Started {
  port: number;
  stop: () => Promise<void>;
}

/** Holds the conversation of a plan through a looking glass, and gives what passed. */
export async function holdConversation(plan: WirePlan): Promise<Recording> {
  const server = await start(plan.server);
  const recorder = new Recorder();
  const began = performance.now();
  const glass = new LookingGlass({ host: '127.0.0.1', port: server.port }, (passage) => {
    recorder.keep(recorded(passage, performance.now() - began));
  });
  try {
    const port = await glass.listen(0);
    const { client } = plan;
    if ('file' in client) await runClient(client, port);
    else {
      const scripts = (Array.isArray(client[0]) ? client : [client]) as readonly Script[];
      const going: Promise<void>[] = [];
      for (const script of scripts) {
        let goOn = () => {};
        const overlaps = new Promise<void>((resolve) => {
          goOn = resolve;
        });
        const whole = act(script, port, goOn, () => sentBy('client', recorder));
        going.push(whole);
        await Promise.race([whole, overlaps]);
      }
      await Promise.all(going);
    }
    await allEnded(recorder);
  } finally {
    glass.close();
    await server.stop();
  }
  return {
    title: plan.title,
    client: 'client',
    server: 'server',
    events: recorder.events.map((event) => told(event, recorder.events[0]?.at ?? 0, plan.keep)),
  };
}

const sentBy = (side: RecordedEvent['from'], { events }: Recorder): number =>
  events.reduce((sum, { from, size = 0 }) => sum + (from === side ? size : 0), 0);

/** An event with its time from the first one on, and no more bytes than are shown. */
function told(event: RecordedEvent, began: number, keep: number | undefined): RecordedEvent {
  const at = Math.round((event.at - began) * 10) / 10;
  if (keep === undefined || event.bytes === undefined) return { ...event, at };
  return { ...event, at, bytes: Buffer.from(event.bytes, 'base64').subarray(0, keep).toString('base64') };
}

/** What is under way when the client has gone: the ends of both sides. */
async function allEnded(recorder: Recorder): Promise<void> {
  const open = () => {
    const ends = new Map<number, Set<string>>();
    for (const { conversation, from, kind } of recorder.events) {
      const ended = ends.get(conversation) ?? new Set();
      if (kind === 'fin') ended.add(from);
      if (kind === 'reset' || kind === 'refused') ended.add('client').add('server');
      ends.set(conversation, ended);
    }
    return [...ends.values()].some((ended) => ended.size < 2);
  };
  await poll(2000, () => (open() ? undefined : true));
}

/** Starts a server and waits until it says that it listens. */
async function start({ file, args, mutant }: Program): Promise<Started> {
  const planted = mutant === undefined ? undefined : await plant(file, mutant);
  const port = await freePort();
  const program = planted?.file ?? join(COURSE, file);
  const words = args.map((arg) => arg.replaceAll('{port}', String(port)));
  const server = await RunningProgram.start({
    words: [process.execPath, '--import', pathToFileURL(TSX).href, program, ...words],
    cwd: COURSE,
    env: ENVIRONMENT,
    marker: `slides.${process.pid}`,
  });
  const stop = async () => {
    await server.stop();
    planted?.remove();
  };
  const said = () => server.stdout.text() + server.stderr.text();
  // Some of the broken ones do not say that they listen.
  const listens = () => (HAS_PROC ? listenersInProc(server.pid, port).length > 0 : /listening/i.test(said()));
  const ready = await poll(LONGEST, () => (listens() || !server.alive ? true : undefined));
  if (ready && server.alive) return { port, stop };
  await stop();
  throw new SlideError(`${file} does not listen. It said: ${said()}`);
}

/** The program of a lab with one of the mistakes that its checks know. */
async function plant(file: string, name: string) {
  const solution = join(COURSE, dirname(file));
  const lab = /(lab\d\d[\w-]*)/.exec(file)?.[1] ?? '';
  const folder = join(COURSE, 'checks', lab, 'mutants');
  const { default: mutants } = (await import(pathToFileURL(join(folder, 'mutants.ts')).href)) as {
    default: Mutant[];
  };
  const mutant = mutants.find((one) => one.name === name);
  if (!mutant) throw new SlideError(`${lab} has no mutant "${name}".`);
  return plantMutant(mutant, solution, folder, file.replace(/^.*\//, ''));
}

async function runClient({ file, args }: Program, port: number): Promise<string> {
  const words = args.map((arg) => arg.replaceAll('{port}', String(port)));
  return output([process.execPath, '--import', pathToFileURL(TSX).href, join(COURSE, file), ...words]);
}

/** What a command prints, whatever its exit code. */
function output([command = '', ...args]: readonly string[], input?: string): Promise<string> {
  return new Promise((resolve) => {
    const child = execFile(
      command,
      args,
      { cwd: COURSE, env: ENVIRONMENT, timeout: LONGEST },
      (_, stdout, stderr) => {
        resolve(`${stdout}${stderr}`);
      },
    );
    child.stdin?.end(input ?? '');
  });
}

/** Does what a script says, on a connection of its own. `passed`: how many bytes of clients have passed so far. */
async function act(script: Script, port: number, goOn: () => void, passed: () => number): Promise<void> {
  const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  let received = Buffer.alloc(0);
  let ended = false;
  socket.on('data', (bytes) => {
    received = Buffer.concat([received, bytes]);
  });
  for (const event of ['end', 'close', 'error'] as const) {
    socket.on(event, () => {
      ended = true;
    });
  }
  await once(socket, 'connect');
  const until = async (done: () => boolean) => {
    if (!(await poll(LONGEST, () => (done() || ended ? true : undefined))))
      throw new SlideError('The server never answered.');
  };
  const steps: Record<string, (value: never) => unknown> = {
    // Two sends are two chunks: each is waited for until it has passed.
    send: async (text: string) => {
      const before = passed();
      socket.write(text);
      await until(() => passed() >= before + Buffer.byteLength(text));
    },
    readTo: (text: string) => until(() => received.toString('utf8').endsWith(text)),
    readToEnd: () => until(() => false),
    end: () => socket.end(),
    wait: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)),
    meanwhile: goOn,
  };
  for (const action of script) {
    const [kind, value] = Object.entries(action)[0] as [string, never];
    await steps[kind]?.(value);
  }
  socket.end();
}

/** What stands in a terminal when the commands of a plan are typed. */
export async function runTerminal({ server, shownPort = 8080, commands }: TerminalPlan): Promise<string> {
  const started = server && (await start(server));
  try {
    const parts: string[] = [];
    for (const { shown, run, input } of commands) {
      const words = run.map((word) => word.replaceAll('{port}', String(started?.port ?? '')));
      const [command = '', ...args] = words[0] === 'node' ? [process.execPath, ...words.slice(1)] : words;
      let text = (await output([command, ...args], input)).replaceAll('\r\n', '\n').trimEnd();
      if (started) text = text.replaceAll(String(started.port), String(shownPort));
      parts.push(`$ ${shown}\n${text}`);
    }
    return `${parts.join('\n\n')}\n`;
  } finally {
    await started?.stop();
  }
}
