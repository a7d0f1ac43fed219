import type { Mutant } from '../../testing/mutants.ts';

const READ = "const page = readFileSync(path.join(webRoot, 'tiny_html.html'));";
const COLLECT = 'received = Buffer.concat([received, bytes]);';
const FIND = "const end = received.indexOf('\\r\\n\\r\\n');";
const COMPLETE = 'if (end >= 0) {';
const PRINT = "console.log(printable(received.toString('latin1', 0, end)));";
const ANSWER = 'socket.end(page);';
const ENDED = 'if (!answered) socket.end();';
const CAME = '  clients.add(socket);';
const CLIENTS = 'const clients = new Set<net.Socket>();';
const BUFFER = '  let received = Buffer.alloc(0);\n';

/** The solution with another answer. */
const answers = (name: string, killedBy: string, diagnosis: string, answer: string): Mutant => ({
  name,
  killedBy,
  diagnosis,
  edits: [[ANSWER, answer]],
});

/** The solution with another way to print. */
const prints = (name: string, diagnosis: string, print: string): Mutant => ({
  name,
  killedBy: 'prints-request',
  diagnosis,
  edits: [[PRINT, print]],
});

/** The solution with another page. */
const reads = (name: string, killedBy: string, diagnosis: string, read: string): Mutant => ({
  name,
  killedBy,
  diagnosis,
  edits: [[READ, read]],
});

/** Answers only when this is so; `request` is the head as text. */
const onlyWhen = (name: string, killedBy: string, diagnosis: string, condition: string): Mutant => ({
  name,
  killedBy,
  diagnosis,
  edits: [[ANSWER, `const request = String(received);\n      if (${condition}) socket.end(page);`]],
});

/** Broken servers of one page, after what real students write. */
const mutants: Mutant[] = [
  // The page.
  reads(
    'path-from-where-it-was-started',
    'starts',
    'crashes-at-start',
    "const page = readFileSync('labs/web/tiny_html.html');",
  ),
  answers('says-nothing', 'page', 'silent', ''),
  answers('ends-without-a-word', 'page', 'closed-early', 'socket.end();'),
  answers('cuts-off', 'page', 'resets-connection', 'setTimeout(() => socket.resetAndDestroy(), 20);'),
  {
    name: 'waits-for-our-end',
    killedBy: 'page',
    diagnosis: 'reads-to-end',
    edits: [
      [COMPLETE, 'if (end < -1) {'],
      [ENDED, ANSWER],
    ],
  },
  answers('still-an-echo-server', 'page', 'echoes', 'socket.end(received);'),
  answers(
    'one-lab-ahead',
    'page',
    'has-a-head',
    "socket.write('HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\n\\r\\n');\n      socket.end(page);",
  ),
  reads('page-in-the-program', 'page', 'other-page', "const page = '<h1>Hello, web!</h1>\\n';"),
  reads(
    'index-instead',
    'page',
    'other-page',
    "const page = readFileSync(path.join(webRoot, 'index.html'));",
  ),
  answers('name-of-the-file', 'page', 'other-page', "socket.end(path.join(webRoot, 'tiny_html.html'));"),
  answers('first-100-bytes', 'page', 'cut-short', 'socket.end(page.subarray(0, 100));'),
  answers('first-100-bytes-and-open', 'page', 'cut-short', 'socket.write(page.subarray(0, 100));'),
  answers(
    'with-a-greeting',
    'page',
    'decorated',
    "socket.write('Here you are:\\n');\n      socket.end(page);",
  ),
  answers('twice', 'page', 'sent-twice', 'socket.write(page);\n      socket.end(page);'),
  onlyWhen('only-its-own-test', 'page', 'silent', "request.startsWith('GET /hello ')"),

  // One client after another.
  {
    name: 'one-client-then-exit',
    killedBy: 'next-client',
    diagnosis: 'one-client-only',
    edits: [
      ["socket.on('close', () => clients.delete(socket));", "socket.on('close', () => process.exit(0));"],
    ],
  },
  {
    name: 'answered-once-for-all',
    killedBy: 'next-client',
    diagnosis: 'one-client-only',
    edits: [
      ['  let answered = false;\n', ''],
      [CLIENTS, `${CLIENTS}\nlet answered = false;`],
    ],
  },

  // The end.
  answers('stays-open', 'closes', 'keeps-open', 'socket.write(page);'),
  answers(
    'ends-with-a-reset',
    'closes',
    'resets-connection',
    'socket.write(page);\n      setTimeout(() => socket.resetAndDestroy(), 50);',
  ),

  // Every byte.
  reads('as-utf8', 'bytes', 'through-text', READ.replace("'))", "'), 'utf8')")),
  reads('as-latin1', 'bytes', 'through-text', READ.replace("'))", "'), 'latin1')")),
  reads(
    'as-text-without-bom',
    'bytes',
    'through-text',
    READ.replace('readFileSync(', 'new TextDecoder().decode(readFileSync(').replace(');', '));'),
  ),
  answers('newline-added', 'bytes', 'line-ends-changed', "socket.write(page);\n      socket.end('\\n');"),
  answers(
    'line-by-line',
    'bytes',
    'line-ends-changed',
    "socket.end(page.toString('latin1').split(/\\r?\\n/).join('\\n'), 'latin1');",
  ),

  reads(
    'page-trimmed',
    'bytes',
    'line-ends-changed',
    "const page = Buffer.from(readFileSync(path.join(webRoot, 'tiny_html.html'), 'latin1').trim(), 'latin1');",
  ),

  // Whatever comes.
  onlyWhen('only-get', 'whatever', 'picky', "request.startsWith('GET ')"),
  {
    name: 'blank-line-at-the-very-end',
    killedBy: 'whatever',
    diagnosis: 'blank-line-only-at-the-end',
    edits: [[FIND, "const end = String(received).endsWith('\\r\\n\\r\\n') ? received.length - 4 : -1;"]],
  },
  onlyWhen('nothing-for-head', 'whatever', 'picky', "!request.startsWith('HEAD ')"),
  onlyWhen('only-http-1-1', 'whatever', 'picky', "request.includes(' HTTP/1.1\\r\\n')"),
  {
    name: 'dies-without-host',
    killedBy: 'whatever',
    diagnosis: 'crashed',
    edits: [
      [ANSWER, `console.log(String(received).split('Host: ')[1].split('\\r\\n')[0]);\n      ${ANSWER}`],
    ],
  },
  {
    name: 'one-kib-for-a-request',
    killedBy: 'long-request',
    diagnosis: 'closed-early',
    edits: [
      ['const headLimit = 64 * 1024;', 'const headLimit = 1024;'],
      [COMPLETE, 'if (end >= 0 && end < headLimit) {'],
    ],
  },

  // What is printed.
  prints('prints-nothing', 'prints-nothing', ''),
  {
    name: 'prints-only-the-first-request',
    killedBy: 'prints-request',
    diagnosis: 'prints-nothing',
    edits: [
      [CLIENTS, `${CLIENTS}\nlet printed = false;`],
      [PRINT, `if (!printed) ${PRINT}\n      printed = true;`],
    ],
  },
  prints('prints-a-buffer', 'prints-bytes', 'console.log(received.subarray(0, end));'),
  prints('prints-that-it-came', 'prints-nothing', 'console.log(`${bytes.length} bytes came`);'),
  prints('prints-the-first-line', 'prints-a-part', "console.log(String(received).split('\\r\\n')[0]);"),
  prints('prints-the-method', 'prints-a-part', "console.log(String(received).split(' ')[0]);"),
  prints(
    'prints-only-headers',
    'prints-a-part',
    "console.log(String(received.subarray(0, end)).split('\\r\\n').slice(1));",
  ),

  // A request in pieces.
  {
    name: 'speaks-first',
    killedBy: 'waits',
    diagnosis: 'answers-too-early',
    edits: [
      [ANSWER, ''],
      [CAME, `${CAME}\n  socket.end(page);`],
    ],
  },
  {
    name: 'answers-the-first-piece',
    killedBy: 'waits',
    diagnosis: 'answers-too-early',
    edits: [[COMPLETE, 'if (received.length > 0) {']],
  },
  {
    name: 'waits-until-nothing-comes',
    killedBy: 'waits',
    diagnosis: 'answers-too-early',
    edits: [
      [
        COLLECT,
        `${COLLECT}\n    clearTimeout(timer);\n    timer = setTimeout(() => {\n      answered = true;\n      socket.end(page);\n    }, 900);`,
      ],
      ['  let answered = false;\n', '  let answered = false;\n  let timer: NodeJS.Timeout | undefined;\n'],
      [COMPLETE, 'if (end < -1) {'],
    ],
  },
  {
    name: 'answers-the-first-line',
    killedBy: 'waits',
    diagnosis: 'answers-too-early',
    edits: [[FIND, "const end = received.indexOf('\\r\\n');"]],
  },
  {
    name: 'hangs-up-when-the-first-piece-is-not-all',
    killedBy: 'waits',
    diagnosis: 'closed-early',
    edits: [['} else if (received.length > headLimit) {', '} else {']],
  },
  {
    name: 'looks-at-each-piece-alone',
    killedBy: 'waits',
    diagnosis: 'first-piece-only',
    edits: [[COLLECT, 'received = bytes;']],
  },
  {
    name: 'one-buffer-for-all',
    killedBy: 'waits',
    diagnosis: 'shared-buffer',
    edits: [
      [BUFFER, ''],
      [CLIENTS, `${CLIENTS}\nlet received = Buffer.alloc(0);`],
    ],
  },
  {
    name: 'looks-two-bytes-back',
    killedBy: 'splits',
    diagnosis: 'first-piece-only',
    edits: [
      [
        FIND,
        "const end = received.indexOf('\\r\\n\\r\\n', Math.max(0, received.length - bytes.length - 2));",
      ],
    ],
  },
  {
    name: 'three-bytes-are-enough',
    messageVaries: true,
    killedBy: 'splits',
    diagnosis: 'answers-too-early',
    edits: [[FIND, "const end = received.indexOf('\\r\\n\\r');"]],
  },

  {
    name: 'prints-the-last-piece',
    killedBy: 'prints-pieces',
    diagnosis: 'prints-a-piece',
    edits: [[PRINT, "console.log(printable(bytes.toString('latin1')));"]],
  },

  // Clients that are not so polite.
  {
    name: 'no-end-without-a-request',
    killedBy: 'leaves-early',
    diagnosis: 'keeps-open',
    edits: [[ENDED, '']],
  },
  {
    name: 'loops-until-the-rest-comes',
    killedBy: 'leaves-early',
    diagnosis: 'keeps-open',
    edits: [[ENDED, 'while (!answered);']],
  },
  answers('destroys', 'content', 'resets-connection', 'socket.write(page);\n      socket.destroy();'),
  answers(
    'reads-no-more',
    'content',
    'resets-connection',
    'socket.pause();\n      socket.write(page, () => socket.destroy());',
  ),
  answers(
    'destroys-soon',
    'content',
    'resets-connection',
    'socket.write(page);\n      socket.destroySoon();',
  ),
  {
    name: 'one-at-a-time',
    killedBy: 'silent-neighbour',
    diagnosis: 'one-at-a-time',
    program: 'one_at_a_time.ts',
  },
  {
    name: 'one-buffer-emptied-for-all',
    killedBy: 'silent-neighbour',
    diagnosis: 'loses-clients',
    edits: [
      [BUFFER, ''],
      [CLIENTS, `${CLIENTS}\nlet received = Buffer.alloc(0);`],
      [ANSWER, `received = Buffer.alloc(0);\n      ${ANSWER}`],
    ],
  },
  {
    name: 'answers-the-newest-client',
    killedBy: 'silent-neighbour',
    diagnosis: 'loses-clients',
    edits: [
      [CLIENTS, `${CLIENTS}\nlet newest: net.Socket;`],
      [CAME, `${CAME}\n  newest = socket;`],
      [ANSWER, 'newest.end(page);'],
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

  // Bonus.
  {
    name: 'ends-with-the-client',
    killedBy: 'half-close',
    diagnosis: 'closed-early',
    edits: [
      ['{ allowHalfOpen: true }', '{}'],
      [ANSWER, 'setTimeout(() => socket.end(page), 30);'],
    ],
  },
  {
    name: 'prints-as-it-came',
    killedBy: 'terminal',
    diagnosis: 'terminal-obeys',
    edits: [[".replace(/[^\\n\\t -~]/g, '?')", '']],
  },
  {
    name: 'prints-carriage-returns',
    killedBy: 'terminal',
    diagnosis: 'terminal-obeys',
    edits: [['/[^\\n\\t -~]/g', '/[^\\r\\n\\t -~]/g']],
  },
  {
    name: 'no-limit-for-the-head',
    killedBy: 'endless-head',
    diagnosis: 'stores-without-limit',
    edits: [['received.length > headLimit', 'received.length < 0']],
  },
  {
    name: 'twenty-clients-at-most',
    killedBy: 'many-clients',
    diagnosis: 'loses-clients',
    edits: [['server.listen(port,', 'server.maxConnections = 20;\nserver.listen(port,']],
  },
  answers(
    'destroys-what-is-left',
    'large-page',
    'cut-short',
    'socket.write(page, () => {});\n      socket.destroy();',
  ),
  {
    name: 'one-piece-of-a-stream',
    killedBy: 'large-page',
    diagnosis: 'cut-short',
    edits: [
      ["import { readFileSync } from 'node:fs';", "import { createReadStream } from 'node:fs';"],
      [READ, "const file = path.join(webRoot, 'tiny_html.html');"],
      [ANSWER, "createReadStream(file).once('data', (piece) => socket.end(piece));"],
    ],
  },
];
export default mutants;
