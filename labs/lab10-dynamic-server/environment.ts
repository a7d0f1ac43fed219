import type net from 'node:net';
import type { Request } from './request.ts';
import type { Script } from './script.ts';

// The environment of a script: the request, told in variables (RFC 3875, section 4.1).
export function environmentOf(
  request: Request,
  body: Buffer,
  script: Script,
  webRoot: string,
  socket: net.Socket,
): Record<string, string> {
  console.log(
    `${socket.remoteAddress} sends ${request.method} and ${body.length} bytes to ${script.scriptName} in ${webRoot}`,
  );
  // TODO 6: what a script needs to know: the method, the query, its own name, who asks, and every header.
  //         Which headers may not become variables? And which of the server's own variables does it need?
  return { PATH: process.env.PATH ?? '' };
}
