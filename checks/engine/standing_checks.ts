import { basename } from 'node:path';
import { fail } from './failure.ts';
import type { CheckOptions, Lab } from './lab.ts';
import type { Starter, Target } from './program/target.ts';

/** A check that the engine makes for every lab, before the lab's own. */
export type StandingCheck = CheckOptions & { title: string };

/** Made by starting the server, once, for the checks that follow. */
const STARTS: StandingCheck = {
  id: 'starts',
  title: 'starts and listens on the given port',
  spec: 'labs/README.md, "The contract"',
  hints: [
    'Which line of your program makes it wait for connections, and where does the port in that line come from?',
    'A server calls listen(port, host). The port is the first word behind the file name on the command line.',
    "const port = Number(process.argv[2] ?? process.env.PORT ?? 50000); … server.listen(port, '127.0.0.1');",
  ],
};

const COMPILES: StandingCheck = {
  id: 'compiles',
  title: 'can be compiled',
  spec: 'labs/README.md, "The contract"',
  hints: [
    'Which line does the message name, and what did you change last near it?',
    'A bracket or a quote that is never closed is often reported a few lines below the place where it is missing.',
    'Your editor underlines the same place in red. To start again: npm run reset',
  ],
};

const RAW_SOCKETS: StandingCheck = {
  id: 'raw-sockets',
  title: 'is built on sockets, without an HTTP library',
  spec: 'labs/README.md, "The contract"',
  hints: [
    'Which import of your program does the work that this lab is about?',
    'These labs use node:net and nothing above it: you write the bytes that a library would write for you.',
    "import net from 'node:net'; net.connect(port, host) for a client, net.createServer(…) for a server.",
  ],
};

/** The standing checks of a lab. A program that is started by --cmd is not ours to look into. */
export function standingChecks(lab: Lab, target: Target): StandingCheck[] {
  const checks = lab.kind === 'server' ? [STARTS] : [];
  if (target.kind === 'command') return checks;
  if (lab.kind === 'client') checks.push(COMPILES);
  if (!lab.allowsHttpLibrary) checks.push(RAW_SOCKETS);
  return checks;
}

const HTTP_LIBRARIES =
  /^(node:)?(http|https|http2|inspector|undici)$|^(undici|axios|got|ky|node-fetch|superagent|request|needle|ws|express|fastify|koa|hono|h3|polka|restify|@hapi\/hapi|@hono\/node-server)(\/|$)/;

/** Fails when the program stands on the shoulders of the library that the lab is about. */
export async function checkRawSockets(starter: Starter): Promise<void> {
  const compiled = await starter.compiled();
  const library = compiled?.imports.find((name) => HTTP_LIBRARIES.test(name)) ?? compiled?.globals[0];
  if (library === undefined) return;
  fail(
    'uses-http-library',
    `${basename(compiled?.sources[0] ?? '')} uses ${library}, which speaks the protocol for you. It is a good choice for your own projects, and a later lab is about it; here you build that part yourself, on node:net.`,
    { expected: 'node:net', actual: library },
  );
}
