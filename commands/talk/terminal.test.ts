// `npm run talk` and `npm run wire` as a person sees them: a real terminal, 80 columns wide.
import { once } from 'node:events';
import net from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { poll } from '../../checks/engine/deadline.ts';
import { freePort } from '../../checks/engine/program/ports.ts';
import { hasTmux, TmuxScreen } from '../../checks/testing/tmux.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function screen(...words: string[]): TmuxScreen {
  const made = new TmuxScreen(words);
  closers.push(() => made.close());
  return made;
}

async function serve(onSocket: (socket: net.Socket) => void): Promise<string> {
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    onSocket(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  closers.push(() => server.close());
  return String((server.address() as net.AddressInfo).port);
}

/** Without the times. */
const timeless = (text: string) => text.replaceAll(/\d+\.\d{3} s/g, 'T').replaceAll(/ +T {2}/g, ' T ');

describe.skipIf(!hasTmux && !process.env.CI)('in a terminal', { timeout: 60_000 }, () => {
  test('talk: what comes does not tear apart what is typed, and Ctrl-D ends our side', async () => {
    let client: net.Socket | undefined;
    const port = await serve((socket) => {
      client = socket.resume();
      socket.on('end', () => socket.end('good\r\nbye\r\n'));
    });
    const talk = screen('talk', '127.0.0.1', port);
    await talk.shows('Ctrl-D ends your side');
    talk.type('half a li');
    await talk.shows('half a li');
    // The terminal may know of the connection before the server does.
    expect(await poll(15_000, () => client)).toBeDefined();
    client?.write('in between\n');
    await talk.shows('in between\\n\nhalf a li');
    talk.type('ne, é');
    talk.press('Enter');
    await talk.shows('half a line, é\\n');
    talk.press('C-d');
    const text = await talk.shows('exit code');
    expect(timeless(text)).toBe(`\
 T connected to 127.0.0.1:${port}
 T Type a line, then Enter. Ctrl-D ends your side, Ctrl-C leaves.
← T in between\\n
→ T half a line, é\\n
 T you have ended your side
← T good\\r\\n
             bye\\r\\n
 T the other side has ended
exit code 0`);
  });

  test('talk: noise stays within the screen, and Ctrl-C leaves', async () => {
    const noise = Buffer.from(Array.from({ length: 200 }, (_, i) => (i * 37) & 0x1f));
    const port = await serve((socket) => socket.write(Buffer.concat([noise, Buffer.from('!')])));
    const talk = screen('talk', '127.0.0.1', port);
    await talk.shows(/!$/);
    talk.press('C-c');
    await talk.shows('exit code 0');
  });

  test('talk --listen: one client after another, from one keyboard', async () => {
    const port = await freePort();
    const talk = screen('talk', '--listen', String(port));
    await talk.shows('listening on');
    const connect = () => net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const one = connect();
    one.end('first\n');
    await talk.shows('#1 has ended its side. Ctrl-D ends yours');
    const two = connect();
    await talk.shows(', and waits');
    two.end('second\n');
    talk.type('to the first');
    talk.press('Enter');
    expect(String((await once(one, 'data'))[0])).toBe('to the first\n');
    talk.press('C-d');
    await talk.shows('#2 second\\n');
    talk.type('to the second');
    talk.press('Enter');
    expect(String((await once(two, 'data'))[0])).toBe('to the second\n');
    talk.press('C-d');
    await talk.shows('#2 is done');
    talk.press('C-c');
    await talk.shows('exit code 0');
  });

  test('wire: a conversation, and Ctrl-C', async () => {
    const answer = 'HTTP/1.0 200 OK\nContent-Length: 3\n\nyes';
    const target = await serve((socket) => socket.on('end', () => socket.end(answer)).resume());
    const port = await freePort();
    const wire = screen('wire', target, '--port', String(port));
    await wire.shows('Ctrl-C leaves.');
    net.connect(port, '127.0.0.1').end('GET / HTTP/1.0\r\n\r\n');
    const text = await wire.shows('the server ends its side (FIN)');
    expect(text).toContain('request line: method, target, version\n');
    expect(text).toContain('content, 3 of 3 bytes');
    wire.press('C-c');
    await wire.shows('exit code 0');
  });
});
