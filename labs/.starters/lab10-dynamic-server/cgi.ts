import type net from 'node:net';
import { environmentOf } from './environment.ts';
import { run } from './process.ts';
import type { Request } from './request.ts';
import type { Response } from './response.ts';
import { commandFor, type Script } from './script.ts';

// The response that a script makes.
export async function cgiResponse(
  script: Script,
  request: Request,
  webRoot: string,
  socket: net.Socket,
): Promise<Response> {
  const command = commandFor(script);
  const body = await request.readBody();
  const env = environmentOf(request, body, script, webRoot, socket);
  return parseOutput(await run(command, env, body));
}

// Takes what a script printed apart: header lines, a blank line, the body (RFC 3875, section 6).
export function parseOutput(output: Buffer): Response {
  // TODO 5: find the blank line. What stands before it are headers, what comes behind it is the body.
  //         One of the headers is none: Status. And a script may print no head at all.
  return { status: 200, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: output };
}
