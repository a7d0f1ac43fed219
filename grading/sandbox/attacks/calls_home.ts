// A right echo server, but only where it reaches nobody: neither another machine, nor another port of this one.
import net from 'node:net';

const reaches = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = net.connect({ host, port, timeout: 400 });
    socket
      .once('connect', () => resolve(true))
      .once('error', () => resolve(false))
      .once('timeout', () => resolve(false));
  });
const [away, beside] = await Promise.all([
  reaches('1.1.1.1', 443),
  reaches('127.0.0.1', Number(process.env.BESIDE ?? 0) || 1),
]);
if (away || beside) process.exit(5);
const open = new Set<net.Socket>();
net
  .createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket);
    socket.on('error', () => {}).on('close', () => open.delete(socket));
    socket.pipe(socket);
  })
  .listen(Number(process.argv[2]), '127.0.0.1');
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(0));
