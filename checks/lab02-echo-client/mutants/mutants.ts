import type { Mutant } from '../../testing/mutants.ts';

const CONNECT = 'const socket = net.connect(port, host);';
const SEND = 'else socket.end(message);';
const KEEP = "socket.on('data', (bytes) => pieces.push(bytes));";
const SENT = 'console.log(`sent ${socket.bytesWritten} bytes`);';
const RECEIVED = 'console.log(`received ${reply.length} bytes`);';
const PRINT = "console.log(reply.toString('utf8'));";
const COMPLAIN = 'console.error(`the conversation with ${host}:${port} failed: ${error.message}`);';
const USAGE = 'if (host === undefined || !(port > 0 && port < 65536) || message === undefined) {';
const STDIN = "if (message === '-') process.stdin.pipe(socket);";

/** Broken echo clients, after what real students write. */
const mutants: Mutant[] = [
  {
    name: 'does-nothing',
    killedBy: 'round-trip',
    diagnosis: 'never-connects',
    edits: [[CONNECT, 'const socket = new net.Socket();']],
  },
  {
    name: 'hard-coded-port',
    killedBy: 'round-trip',
    diagnosis: 'wrong-destination',
    edits: [[CONNECT, "const socket = net.connect(1, '127.0.0.1');"]],
  },
  {
    name: 'hard-coded-port-and-no-error-listener',
    killedBy: 'round-trip',
    diagnosis: 'wrong-destination',
    edits: [
      [CONNECT, "const socket = net.connect(1, '127.0.0.1');"],
      [COMPLAIN, 'throw error;'],
    ],
  },
  {
    name: 'throws-at-once',
    killedBy: 'round-trip',
    diagnosis: 'crashed',
    edits: [[CONNECT, `${CONNECT}\nsocket.sendMessage(message);`]],
  },
  {
    name: 'says-nothing',
    killedBy: 'round-trip',
    diagnosis: 'sends-nothing',
    edits: [[SEND, '']],
  },
  {
    name: 'sends-the-host',
    killedBy: 'round-trip',
    diagnosis: 'other-message',
    edits: [['const message = process.argv[4];', 'const message = process.argv[2];']],
  },
  {
    name: 'quiet',
    killedBy: 'round-trip',
    diagnosis: 'prints-nothing',
    edits: [
      [SENT, ''],
      [RECEIVED, ''],
      [PRINT, ''],
    ],
  },
  {
    name: 'prints-on-standard-error',
    killedBy: 'round-trip',
    diagnosis: 'prints-nothing',
    edits: [
      [SENT, ''],
      [RECEIVED, ''],
      [PRINT, 'console.error(String(reply));'],
    ],
  },
  {
    name: 'prints-its-own-message',
    killedBy: 'round-trip',
    diagnosis: 'reply-not-printed',
    edits: [[PRINT, 'console.log(message);']],
  },
  {
    name: 'prints-a-buffer',
    killedBy: 'round-trip',
    diagnosis: 'prints-the-bytes',
    edits: [[PRINT, 'console.log(reply);']],
  },
  {
    name: 'does-not-notice-the-end',
    killedBy: 'round-trip',
    diagnosis: 'never-ends',
    edits: [
      ["socket.on('end', () => {", "socket.on('nothing', () => {"],
      [KEEP, `${KEEP}\nsetInterval(() => {}, 1e9);`],
    ],
  },
  {
    name: 'closes-after-the-message',
    killedBy: 'round-trip',
    diagnosis: 'closes-both-directions',
    edits: [[SEND, 'else socket.end(message, () => socket.destroy());']],
  },
  {
    name: 'exit-code-1-for-success',
    killedBy: 'round-trip',
    diagnosis: 'wrong-exit-code',
    edits: [[PRINT, `${PRINT}\n  process.exitCode = 1;`]],
  },
  {
    name: 'latin1-out',
    killedBy: 'message-bytes',
    diagnosis: 'through-text',
    edits: [[SEND, "else socket.end(message, 'latin1');"]],
  },
  {
    name: 'length-in-characters',
    killedBy: 'message-bytes',
    diagnosis: 'length-in-characters',
    edits: [[SEND, 'else socket.end(Buffer.from(message).subarray(0, message.length));']],
  },
  {
    name: 'fixed-buffer',
    killedBy: 'message-bytes',
    diagnosis: 'cut-short',
    edits: [[SEND, 'else socket.end(Buffer.from(message).subarray(0, 14));']],
  },
  {
    name: 'adds-a-newline',
    killedBy: 'message-bytes',
    diagnosis: 'newline-added',
    edits: [[SEND, 'else socket.end(`${message}\\n`);']],
  },
  {
    name: 'pads-to-a-fixed-size',
    killedBy: 'message-bytes',
    diagnosis: 'decorated',
    edits: [[SEND, 'else socket.end(message.padEnd(64));']],
  },
  {
    name: 'trims',
    killedBy: 'message-bytes',
    diagnosis: 'other-message',
    edits: [[SEND, 'else socket.end(message.trim());']],
  },
  {
    name: 'counts-characters-sent',
    killedBy: 'counts',
    diagnosis: 'counts-characters',
    edits: [[SENT, 'console.log(`sent ${message.length} bytes`);']],
  },
  {
    name: 'counts-characters-received',
    killedBy: 'counts',
    diagnosis: 'counts-characters',
    edits: [[RECEIVED, 'console.log(`received ${String(reply).length} bytes`);']],
  },
  {
    name: 'counts-nothing',
    killedBy: 'counts',
    diagnosis: 'no-count',
    edits: [
      [SENT, ''],
      [RECEIVED, ''],
    ],
  },
  {
    name: 'counts-the-newline-too',
    killedBy: 'counts',
    diagnosis: 'wrong-count',
    edits: [[SENT, 'console.log(`sent ${socket.bytesWritten + 1} bytes`);']],
  },
  {
    name: 'hard-coded-host',
    killedBy: 'host',
    diagnosis: 'wrong-destination',
    edits: [[CONNECT, "const socket = net.connect(port, '127.0.0.1');"]],
  },
  {
    name: 'never-ends-its-side',
    killedBy: 'ends',
    diagnosis: 'keeps-open',
    edits: [[SEND, 'else socket.write(message);']],
  },
  {
    name: 'short-read-is-the-end',
    killedBy: 'pieces',
    diagnosis: 'stops-at-first-piece',
    edits: [[KEEP, "socket.once('data', (bytes) => pieces.push(bytes));\nsocket.on('data', () => {});"]],
  },
  {
    name: 'prints-and-leaves-at-the-first-piece',
    killedBy: 'pieces',
    diagnosis: 'stops-at-first-piece',
    edits: [[KEEP, `${KEEP}\nsocket.once('data', () => {\n  socket.emit('end');\n  socket.destroy();\n});`]],
  },
  {
    name: 'keeps-the-last-piece',
    killedBy: 'pieces',
    diagnosis: 'keeps-last-piece',
    edits: [[KEEP, "socket.on('data', (bytes) => pieces.splice(0, 1, bytes));"]],
  },
  {
    name: 'each-piece-to-text',
    killedBy: 'pieces',
    diagnosis: 'decoded-in-pieces',
    edits: [
      [KEEP, "let text = '';\nsocket.on('data', (bytes) => { pieces.push(bytes); text += bytes; });"],
      [PRINT, 'console.log(text);'],
    ],
  },
  {
    name: 'prints-each-piece',
    killedBy: 'pieces',
    diagnosis: 'printed-in-pieces',
    edits: [
      [
        KEEP,
        "import { StringDecoder } from 'node:string_decoder';\nconst decoder = new StringDecoder();\nsocket.on('data', (bytes) => { pieces.push(bytes); console.log(decoder.write(bytes)); });",
      ],
      [PRINT, ''],
    ],
  },
  {
    name: 'latin1-in',
    killedBy: 'pieces',
    diagnosis: 'through-text',
    edits: [[PRINT, "console.log(reply.toString('latin1'));"]],
  },
  {
    name: 'counts-the-last-piece-only',
    killedBy: 'pieces',
    diagnosis: 'wrong-count',
    edits: [[RECEIVED, 'console.log(`received ${pieces.at(-1)?.length} bytes`);']],
  },
  {
    name: 'waits-a-second',
    killedBy: 'slow-reply',
    diagnosis: 'gives-up',
    edits: [
      [
        CONNECT,
        `${CONNECT}\nsetTimeout(() => {\n  socket.emit('end');\n  socket.destroy();\n}, 1000).unref();`,
      ],
    ],
  },
  {
    name: 'impatient',
    killedBy: 'slow-reply',
    diagnosis: 'gives-up',
    edits: [[CONNECT, `${CONNECT}\nsocket.setTimeout(400, () => socket.destroy(new Error('too slow')));`]],
  },
  {
    name: 'throws-away-what-came-early',
    killedBy: 'server-first',
    diagnosis: 'loses-early-bytes',
    edits: [[SEND, 'else setTimeout(() => { pieces.length = 0; socket.end(message); }, 300);']],
  },
  {
    name: 'stack-trace-when-refused',
    killedBy: 'refused',
    diagnosis: 'stack-trace',
    edits: [[COMPLAIN, 'throw error;']],
  },
  {
    name: 'prints-the-error-object',
    killedBy: 'refused',
    diagnosis: 'stack-trace',
    edits: [[COMPLAIN, 'console.error(error);']],
  },
  {
    name: 'success-in-spite-of-an-error',
    killedBy: 'refused',
    diagnosis: 'wrong-exit-code',
    edits: [[COMPLAIN, 'console.error(error.message);\n  return;']],
  },
  {
    name: 'complains-on-standard-output',
    killedBy: 'refused',
    diagnosis: 'no-message',
    edits: [[COMPLAIN, 'console.log(error.message);']],
  },
  {
    name: 'fails-without-a-word',
    killedBy: 'refused',
    diagnosis: 'no-message',
    edits: [[COMPLAIN, '']],
  },
  {
    name: 'tries-again-for-ever',
    killedBy: 'refused',
    diagnosis: 'never-ends',
    edits: [[COMPLAIN, 'setTimeout(() => socket.connect(port, host), 1000);']],
  },
  {
    name: 'knows-one-error-only',
    killedBy: 'unknown-host',
    diagnosis: 'stack-trace',
    edits: [
      [COMPLAIN, 'if (!/REFUSED|RESET/.test(error.message)) throw error;\n  console.error(error.message);'],
    ],
  },
  {
    name: 'no-reply-is-fine',
    killedBy: 'no-reply',
    diagnosis: 'wrong-exit-code',
    edits: [['if (reply.length === 0) {', 'if (reply.length < 0) {']],
  },
  {
    name: 'waits-until-something-comes',
    killedBy: 'no-reply',
    diagnosis: 'never-ends',
    edits: [['if (reply.length === 0) {', 'if (reply.length === 0) {\n    setInterval(() => {}, 1e9);']],
  },
  {
    name: 'reset-taken-for-the-end',
    killedBy: 'reset',
    diagnosis: 'wrong-exit-code',
    edits: [
      [
        COMPLAIN,
        "if (error.message.includes('RESET')) return void socket.emit('end');\n  console.error(error.message);",
      ],
    ],
  },
  {
    name: 'dies-of-a-reset',
    killedBy: 'reset',
    diagnosis: 'stack-trace',
    edits: [[COMPLAIN, "if (error.message.includes('RESET')) throw error;\n  console.error(error.message);"]],
  },
  {
    name: 'takes-defaults',
    killedBy: 'usage',
    diagnosis: 'wrong-exit-code',
    edits: [
      ['const host = process.argv[2];', "const host = process.argv[2] ?? '127.0.0.1';"],
      ['const port = Number(process.argv[3]);', 'const port = Number(process.argv[3] ?? 1);'],
      ['const message = process.argv[4];', "const message = process.argv[4] ?? 'hello';"],
    ],
  },
  {
    name: 'forgets-that-the-message-may-be-missing',
    killedBy: 'usage',
    diagnosis: 'stack-trace',
    edits: [
      [
        USAGE,
        'Buffer.byteLength(message as string);\nif (host === undefined || !(port > 0 && port < 65536) || message === undefined) {',
      ],
    ],
  },
  {
    name: 'wrong-usage-is-exit-code-1',
    killedBy: 'usage',
    diagnosis: 'wrong-exit-code',
    edits: [['process.exit(2);', 'process.exit(1);']],
  },
  {
    name: 'wrong-usage-without-a-word',
    killedBy: 'usage',
    diagnosis: 'no-usage',
    edits: [
      [
        "console.error('usage: echo_client.ts host port message   (message - is read from standard input)');",
        '',
      ],
    ],
  },
  {
    name: 'sends-the-dash',
    killedBy: 'stdin',
    diagnosis: 'dash-is-message',
    edits: [[STDIN, 'if (message === undefined) return;']],
  },
  {
    name: 'first-chunk-of-standard-input',
    killedBy: 'stdin',
    diagnosis: 'cut-short',
    edits: [[STDIN, "if (message === '-') process.stdin.once('data', (bytes) => socket.end(bytes));"]],
  },
  {
    name: 'standard-input-chunk-by-chunk-to-text',
    killedBy: 'stdin',
    diagnosis: 'through-text',
    edits: [
      [
        STDIN,
        "if (message === '-') process.stdin.on('data', (bytes) => socket.write(`${bytes}`)).on('end', () => socket.end());",
      ],
    ],
  },
  {
    name: 'standard-input-without-an-end',
    killedBy: 'stdin',
    diagnosis: 'keeps-open',
    edits: [[STDIN, "if (message === '-') process.stdin.pipe(socket, { end: false });"]],
  },
  {
    name: 'one-way-at-a-time',
    killedBy: 'both-directions',
    diagnosis: 'one-way-at-a-time',
    edits: [
      [STDIN, "if (message === '-') process.stdin.pipe(socket.pause());"],
      [KEEP, `${KEEP}\nsocket.on('finish', () => socket.resume());`],
    ],
  },
  {
    name: 'cuts-the-host-at-a-colon',
    killedBy: 'ipv6',
    diagnosis: 'wrong-destination',
    edits: [
      [CONNECT, "const socket = net.connect(port, /^\\d+(\\.\\d+){3}$/.test(host) ? host : '127.0.0.1');"],
    ],
  },
];
export default mutants;
