import type { Mutant } from '../../testing/mutants.ts';

const ECHO = 'if (!socket.write(bytes)) {';
const LISTEN = 'server.listen(port, host,';

/** Broken echo servers, after what real students write. */
const mutants: Mutant[] = [
  {
    name: 'hard-coded-port',
    killedBy: 'starts',
    diagnosis: 'wrong-port',
    edits: [['Number(process.argv[2] ?? process.env.PORT ?? 50000)', 'Number(47_000 + (process.pid % 900))']],
  },
  {
    name: 'other-address',
    killedBy: 'starts',
    diagnosis: 'wrong-address',
    edits: [[LISTEN, "server.listen(port, '127.0.0.2',"]],
  },
  {
    name: 'never-listens',
    killedBy: 'starts',
    diagnosis: 'never-listens',
    edits: [[LISTEN, 'setInterval(() => {}, 1e9); (() => {})((port, host),']],
  },
  {
    name: 'crashes-at-start',
    killedBy: 'starts',
    diagnosis: 'crashes-at-start',
    edits: [[LISTEN, 'undefinedName.x; server.listen(port, host,']],
  },
  {
    name: 'says-nothing',
    killedBy: 'echo-line',
    diagnosis: 'closed-early',
    edits: [[ECHO, 'if (bytes.length < 0) {']],
  },
  {
    name: 'says-nothing-and-stays',
    killedBy: 'echo-line',
    diagnosis: 'silent',
    edits: [
      [ECHO, 'if (bytes.length < 0) {'],
      ["socket.on('end', () => socket.end());", ''],
    ],
  },
  {
    name: 'says-hello-first',
    killedBy: 'echo-line',
    diagnosis: 'decorated',
    edits: [['  clients.add(socket);', "  clients.add(socket);\n  socket.write('Welcome!\\n');"]],
  },
  {
    name: 'i-heard',
    killedBy: 'echo-line',
    diagnosis: 'decorated',
    edits: [[ECHO, 'if (!socket.write(`I heard: ${bytes}`)) {']],
  },
  {
    name: 'shouts',
    killedBy: 'echo-line',
    diagnosis: 'case-changed',
    edits: [[ECHO, 'if (!socket.write(String(bytes).toUpperCase())) {']],
  },
  {
    name: 'trims',
    killedBy: 'echo-line',
    diagnosis: 'line-ends-changed',
    edits: [[ECHO, 'if (!socket.write(String(bytes).trim())) {']],
  },
  {
    name: 'twice',
    killedBy: 'echo-line',
    diagnosis: 'sent-twice',
    edits: [[ECHO, 'socket.write(bytes);\n    if (!socket.write(bytes)) {']],
  },
  {
    name: 'ends-before-answer',
    killedBy: 'echo-line',
    diagnosis: 'closed-early',
    edits: [[ECHO, 'socket.end();\n    if (bytes.length < 0) {']],
  },
  {
    name: 'resets-instead',
    killedBy: 'echo-line',
    diagnosis: 'resets-connection',
    edits: [[ECHO, 'socket.resetAndDestroy();\n    if (bytes.length < 0) {']],
  },
  {
    name: 'one-client-then-exit',
    killedBy: 'next-client',
    diagnosis: 'one-client-only',
    edits: [
      ["socket.on('close', () => clients.delete(socket));", "socket.on('close', () => process.exit(0));"],
    ],
  },
  {
    name: 'stops-accepting',
    killedBy: 'next-client',
    diagnosis: 'one-client-only',
    edits: [
      ['  clients.add(socket);', '  clients.add(socket);\n  server.close();\n  setInterval(() => {}, 1e9);'],
    ],
  },
  {
    name: 'waits-for-newline',
    killedBy: 'answers-at-once',
    diagnosis: 'waits-for-newline',
    program: 'waits_for_newline.ts',
  },
  {
    name: 'waits-for-end',
    killedBy: 'answers-at-once',
    diagnosis: 'waits-for-end',
    program: 'waits_for_end.ts',
  },
  {
    name: 'utf8',
    killedBy: 'bytes',
    diagnosis: 'through-text',
    edits: [['  clients.add(socket);', "  clients.add(socket);\n  socket.setEncoding('utf8');"]],
  },
  {
    name: 'latin1',
    killedBy: 'bytes',
    diagnosis: 'through-text',
    edits: [[ECHO, "if (!socket.write(bytes.toString('latin1'))) {"]],
  },
  {
    name: 'dies-after-first-echo',
    killedBy: 'two-messages',
    diagnosis: 'crashed',
    edits: [
      [ECHO, "if (socket.bytesWritten > 0) throw new Error('only once');\n    if (!socket.write(bytes)) {"],
    ],
  },
  {
    name: 'answers-once',
    killedBy: 'two-messages',
    diagnosis: 'cut-short',
    edits: [
      ["socket.on('data', (bytes)", "socket.once('data', (bytes)"],
      ["socket.on('end'", "socket.resume().on('end'"],
    ],
  },
  {
    name: 'ends-after-answer',
    killedBy: 'two-messages',
    diagnosis: 'closed-early',
    edits: [[ECHO, 'socket.end(bytes);\n    if (bytes.length < 0) {']],
  },
  {
    name: 'recv-buffer-of-1024',
    killedBy: 'large',
    diagnosis: 'other-bytes',
    edits: [[ECHO, 'if (!socket.write(bytes.fill(0, 1024))) {']],
  },
  {
    name: 'stalls-at-1024',
    killedBy: 'large',
    diagnosis: 'cut-short',
    edits: [
      [ECHO, 'if (socket.bytesWritten > 0) return;\n    if (!socket.write(bytes.subarray(0, 1024))) {'],
    ],
  },
  {
    name: 'ignores-single-bytes',
    killedBy: 'pieces',
    diagnosis: 'silent',
    edits: [[ECHO, 'if (bytes.length === 1) return;\n    if (!socket.write(bytes)) {']],
  },
  {
    name: 'never-ends',
    killedBy: 'ends',
    diagnosis: 'keeps-open',
    edits: [["socket.on('end', () => socket.end());", '']],
  },
  {
    name: 'destroys-at-end',
    killedBy: 'ends',
    diagnosis: 'resets-connection',
    edits: [
      [
        "socket.on('end', () => socket.end());",
        "socket.on('end', () => setTimeout(() => socket.resetAndDestroy(), 100));",
      ],
    ],
  },
  {
    name: 'one-at-a-time',
    killedBy: 'silent-neighbour',
    diagnosis: 'one-at-a-time',
    program: 'one_at_a_time.ts',
  },
  {
    name: 'one-socket-for-all',
    killedBy: 'silent-neighbour',
    diagnosis: 'loses-clients',
    edits: [
      [
        'const clients = new Set<net.Socket>();',
        'const clients = new Set<net.Socket>();\nlet current: net.Socket;',
      ],
      ['  clients.add(socket);', '  clients.add(socket);\n  current = socket;'],
      [ECHO, 'if (!current.write(bytes)) {'],
    ],
  },
  {
    name: 'dies-on-reset',
    killedBy: 'survives-reset',
    diagnosis: 'crashed',
    edits: [["socket.on('error', (error) => console.error(`client lost: ${error.message}`));", '']],
  },
  {
    name: 'no-signal-while-connected',
    killedBy: 'clean-stop',
    diagnosis: 'ignores-signal',
    edits: [['for (const socket of clients) socket.destroy();', '']],
  },
  {
    name: 'bad-exit-code',
    killedBy: 'clean-stop',
    diagnosis: 'bad-exit',
    edits: [["process.once('SIGINT', stop);", "process.once('SIGINT', () => process.exit(7));"]],
  },
  {
    name: 'leaves-a-child-on-the-port',
    killedBy: 'clean-stop',
    diagnosis: 'port-still-held',
    program: 'leaves_a_child_on_the_port.ts',
  },
  {
    name: 'stores-everything',
    killedBy: 'slow-reader',
    diagnosis: 'stores-without-limit',
    edits: [[ECHO, 'socket.write(bytes);\n    if (bytes.length < 0) {']],
  },
  {
    name: 'destroys-what-is-left',
    killedBy: 'slow-reader',
    diagnosis: 'cut-short',
    edits: [
      ["socket.on('end', () => socket.end());", "socket.on('end', () => socket.destroy());"],
      [ECHO, 'socket.write(bytes);\n    if (bytes.length < 0) {'],
    ],
  },
  {
    name: 'drops-when-slow',
    killedBy: 'slow-reader',
    diagnosis: 'cut-short',
    edits: [
      [ECHO, 'if (socket.writableNeedDrain) return;\n    socket.write(bytes);\n    if (bytes.length < 0) {'],
    ],
  },
  {
    name: 'answers-the-newest-client',
    killedBy: 'many-clients',
    diagnosis: 'loses-clients',
    edits: [
      [ECHO, 'if (![...clients].at(clients.size > 5 ? -1 : [...clients].indexOf(socket))!.write(bytes)) {'],
    ],
  },
];
export default mutants;
