import net from 'node:net';

// Below the range from which systems take the ports of outgoing connections (Linux 32768, macOS and
// Windows 49152): no client that runs beside us can be given the port between our test and the program's start.
const LOWEST = 20_000;
const HIGHEST = 32_000;

/** Whether nobody listens on the port, on this address or on all of them. */
export function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port between ${LOWEST} and ${HIGHEST}`);
}
