import type { Mutant } from '../../testing/mutants.ts';

const STATUS = "'HTTP/1.1 200 OK',";
const DATE = '`Date: ${new Date().toUTCString()}`,';
const TYPE = "'Content-Type: text/html; charset=utf-8',";
const LENGTH = '`Content-Length: ${body.length}`,';
const CONCAT = "return Buffer.concat([Buffer.from(head.join('\\r\\n')), body]);";
const ANSWER = 'socket.end(okResponse(page));';
const FIND = "const end = received.indexOf('\\r\\n\\r\\n');";
const COLLECT = 'received = Buffer.concat([received, bytes]);';

/** The solution with one edit. */
const edit = (name: string, killedBy: string, diagnosis: string, from: string, to: string): Mutant => ({
  name,
  killedBy,
  diagnosis,
  edits: [[from, to]],
});

/** The solution with other bytes for the whole response, made of `head` (an array of lines) and `body`. */
const sends = (name: string, killedBy: string, diagnosis: string, expression: string): Mutant =>
  edit(name, killedBy, diagnosis, CONCAT, `return Buffer.concat([${expression}]);`);

// Wrong only in years that are over, which only the checker's clock shows: otherwise the hour of the test would
// decide which check finds the mistake, and what it says.
const LONG_AGO = 'now.getUTCFullYear() < 2026';

/** Two expressions: one for the years that are over, and the right one. */
const longAgo = (wrong: string, right: string): string => `${LONG_AGO} ? ${wrong} : ${right}`;

const two = (expression: string): string => `String(${expression}).padStart(2, '0')`;

/** A Date that is put together from single numbers, each given as an expression in `now`. */
function dateOf({
  weekday = 'now.getUTCDay()',
  day = two('now.getUTCDate()'),
  hour = two('now.getUTCHours()'),
  minute = two('now.getUTCMinutes()'),
  second = two('now.getUTCSeconds()'),
} = {}): string {
  const names = "['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']";
  const month = 'now.toUTCString().slice(8, 11)';
  return `((now) => \`Date: \${${names}[${weekday}]}, \${${day}} \${${month}} \${now.getUTCFullYear()} \${${hour}}:\${${minute}}:\${${second}} GMT\`)(new Date()),`;
}

/** In chunks; `size` is an expression for the size line in `body`. */
const chunked = (size: string): readonly (readonly [string, string])[] => [
  [LENGTH, "'Transfer-Encoding: chunked',"],
  [
    CONCAT,
    `return Buffer.concat([Buffer.from(head.join('\\r\\n') + ${size} + '\\r\\n'), body, Buffer.from('\\r\\n0\\r\\n\\r\\n')]);`,
  ],
];

/** Broken servers, after what real students write. */
const mutants: Mutant[] = [
  // The status line.
  edit('says-nothing', 'status-line', 'closed-early', ANSWER, 'socket.end();'),
  edit('says-nothing-and-stays', 'status-line', 'silent', ANSWER, ''),
  edit('cuts-off', 'status-line', 'resets-connection', ANSWER, 'socket.resetAndDestroy();'),
  edit('still-only-the-page', 'status-line', 'no-status-line', ANSWER, 'socket.end(page);'),
  edit('headers-without-status-line', 'status-line', 'no-status-line', `    ${STATUS}\n`, ''),
  edit('version-only', 'status-line', 'bad-status-code', STATUS, "'HTTP/1.1 OK',"),
  edit('no-version', 'status-line', 'bad-status-line', STATUS, "'HTTP 200 OK',"),
  edit('small-letters', 'status-line', 'bad-version', STATUS, "'http/1.1 200 OK',"),
  edit('code-and-reason-together', 'status-line', 'status-without-space', STATUS, "'HTTP/1.1 200OK',"),
  edit('code-alone', 'status-line', 'status-without-space', STATUS, "'HTTP/1.1 200',"),
  edit('indented-status-line', 'status-line', 'extra-space', STATUS, "'  HTTP/1.1 200 OK',"),
  edit('backtick-and-then-a-line-end', 'status-line', 'leading-empty-line', STATUS, "'', 'HTTP/1.1 200 OK',"),
  edit('escape-in-the-reason', 'status-line', 'bad-reason', STATUS, "'HTTP/1.1 200 \\x1b[32mOK',"),
  edit(
    'status-and-header-on-one-line',
    'status-line',
    'header-in-status-line',
    `${STATUS}\n    ${DATE}\n    ${TYPE}`,
    `'HTTP/1.1 200 OK Content-Type: text/html; charset=utf-8',\n    ${DATE}`,
  ),
  edit(
    'header-right-behind-the-reason',
    'status-line',
    'header-in-status-line',
    `${STATUS}\n    ${DATE}\n    ${TYPE}`,
    `'HTTP/1.1 200 OKContent-Type: text/html; charset=utf-8',\n    ${DATE}`,
  ),
  edit('slashes-for-backslashes', 'status-line', 'line-end-as-text', "join('\\r\\n')", "join('/r/n')"),
  edit('backslashes-twice', 'status-line', 'line-end-as-text', "join('\\r\\n')", "join('\\\\r\\\\n')"),
  edit('not-found', 'status-line', 'wrong-status', STATUS, "'HTTP/1.1 404 Not Found',"),
  edit('created', 'status-line', 'wrong-status', STATUS, "'HTTP/1.1 201 Created',"),

  // One client after another.
  edit('one-client-then-exit', 'next-client', 'one-client-only', 'clients.delete(socket)', 'process.exit(0)'),
  edit('stops-listening', 'next-client', 'one-client-only', '  clients.add(socket);', '  server.close();'),

  // The lines of the head.
  edit('lf-everywhere', 'line-ends', 'bare-lf', "join('\\r\\n')", "join('\\n')"),
  edit(
    'lf-in-one-line',
    'line-ends',
    'bare-lf',
    TYPE,
    "'Content-Type: text/html; charset=utf-8\\nServer: mine',",
  ),
  sends(
    'lf-for-the-blank-line',
    'line-ends',
    'bare-lf',
    "Buffer.from(head.join('\\r\\n').slice(0, -2) + '\\n'), body",
  ),
  edit('cr-alone', 'line-ends', 'bare-cr', "join('\\r\\n')", "join('\\r')"),
  edit('cr-in-the-reason', 'line-ends', 'bare-cr', STATUS, "'HTTP/1.1 200 OK\\r',"),
  edit('no-blank-line', 'blank-line', 'no-blank-line', "    '',\n    '',\n", "    '',\n"),
  edit('no-line-end-behind-the-head', 'blank-line', 'no-blank-line', "    '',\n    '',\n", ''),
  edit(
    'blank-line-with-blanks',
    'blank-line',
    'no-blank-line',
    "    '',\n    '',\n",
    "    '    ',\n    '',\n",
  ),
  sends('head-only', 'blank-line', 'no-blank-line', "Buffer.from(head.slice(0, -1).join('\\r\\n'))"),
  edit(
    'blank-line-twice',
    'blank-line',
    'blank-line-twice',
    "    '',\n    '',\n",
    "    '',\n    '',\n    '',\n",
  ),
  {
    name: 'body-and-type-swapped',
    killedBy: 'blank-line',
    diagnosis: 'body-and-type-swapped',
    edits: [
      ['okResponse(body: Buffer): Buffer', 'okResponse(body: Buffer, type: Buffer): Buffer'],
      [TYPE, '`Content-Type: ${type}`,'],
      ['okResponse(page)', "okResponse(Buffer.from('text/html; charset=utf-8'), page)"],
    ],
  },
  edit(
    'indented-first-header',
    'header-lines',
    'indented-header',
    DATE,
    '`  Date: ${new Date().toUTCString()}`,',
  ),
  edit(
    'indented-headers',
    'header-lines',
    'indented-header',
    "join('\\r\\n')",
    "join('\\r\\n\\t').replace('\\t\\r\\n\\t', '\\r\\n')",
  ),
  edit('equals-for-colon', 'header-lines', 'equals-for-colon', LENGTH, '`Content-Length = ${body.length}`,'),
  edit('equals-in-date', 'header-lines', 'equals-for-colon', DATE, '`Date = ${new Date().toUTCString()}`,'),
  edit('colon-forgotten', 'header-lines', 'no-colon', TYPE, "'Content-Type text/html; charset=utf-8',"),
  edit(
    'blank-before-colon',
    'header-lines',
    'space-before-colon',
    LENGTH,
    '`Content-Length : ${body.length}`,',
  ),
  edit(
    'blank-in-a-name',
    'header-lines',
    'bad-field-name',
    TYPE,
    "'Content Type: text/html; charset=utf-8',",
  ),
  edit(
    'control-character',
    'header-lines',
    'bad-field-value',
    TYPE,
    "'Content-Type: text/html; charset=utf-8\\0',",
  ),

  // The page.
  sends('body-never-sent', 'page', 'no-content', "Buffer.from(head.join('\\r\\n'))"),
  {
    name: 'pipe-not-awaited',
    killedBy: 'page',
    diagnosis: 'no-content',
    edits: [
      [ANSWER, 'socket.end(okResponse(page).subarray(0, -page.length));'],
      ['socket.setTimeout(', 'if (answered) socket.write(page);\n  socket.setTimeout('],
    ],
  },
  sends(
    'page-as-latin1',
    'page',
    'through-text',
    "Buffer.from(head.join('\\r\\n') + body.toString('latin1'))",
  ),
  sends('page-joined-to-the-head', 'page', 'through-text', "Buffer.from(head.join('\\r\\n') + body)"),
  edit(
    'page-read-as-text',
    'page',
    'through-text',
    "readFileSync(path.join(webRoot, 'tiny_html.html'))",
    "Buffer.from(readFileSync(path.join(webRoot, 'tiny_html.html'), 'utf8'))",
  ),
  sends('page-as-ascii', 'page', 'through-text', "Buffer.from(head.join('\\r\\n') + body.toString('ascii'))"),
  {
    name: 'sent-as-latin1',
    killedBy: 'page',
    diagnosis: 'through-text',
    edits: [[ANSWER, "socket.end(okResponse(page).toString(), 'latin1');"]],
  },
  sends(
    'line-ends-of-the-page',
    'page',
    'line-ends-changed',
    "Buffer.from(head.join('\\r\\n') + body.toString('latin1').replaceAll('\\n', '\\r\\n'), 'latin1')",
  ),
  edit(
    'one-kind-of-line-end',
    'page',
    'line-ends-changed',
    "readFileSync(path.join(webRoot, 'tiny_html.html'))",
    "Buffer.from(readFileSync(path.join(webRoot, 'tiny_html.html'), 'latin1').replaceAll('\\r\\n', '\\n'), 'latin1')",
  ),
  sends(
    'page-trimmed',
    'page',
    'line-ends-changed',
    "Buffer.from(head.join('\\r\\n') + body.toString('latin1').trimEnd(), 'latin1')",
  ),
  sends('page-cut', 'page', 'cut-short', "Buffer.from(head.join('\\r\\n')), body.subarray(0, 100)"),
  edit(
    'line-end-counted',
    'page',
    'line-ends-changed',
    CONCAT,
    `body = Buffer.concat([body, Buffer.from('\\r\\n')]);\n  head[3] = \`Content-Length: \${body.length}\`;\n  ${CONCAT}`,
  ),
  sends(
    'signed',
    'page',
    'decorated',
    "Buffer.from(head.join('\\r\\n').replace(/(?<=Length: )\\d+/, String(body.length + 18))), body, Buffer.from('<!-- my server -->')",
  ),
  edit(
    'page-in-the-program',
    'page',
    'other-page',
    "readFileSync(path.join(webRoot, 'tiny_html.html'))",
    "Buffer.from('<!doctype html>\\n<html><body><p>Hello from my own page, which is in my program</p></body></html>\\n')",
  ),
  {
    name: 'chunk-size-in-decimal',
    killedBy: 'page',
    diagnosis: 'broken-chunks',
    edits: chunked('(body.length)'),
  },
  {
    name: 'chunk-size-in-characters',
    killedBy: 'page',
    diagnosis: 'broken-chunks',
    edits: chunked('body.toString().length.toString(16)'),
  },
  {
    name: 'chunked-but-not-in-chunks',
    killedBy: 'page',
    diagnosis: 'broken-chunks',
    edits: [[LENGTH, "'Transfer-Encoding: chunked',"]],
  },

  // Its length.
  edit(
    'no-length',
    'content-length',
    'no-content-length',
    `    ${LENGTH} // of a Buffer: its bytes, not its characters\n`,
    '',
  ),
  edit(
    'length-in-characters',
    'content-length',
    'length-in-characters',
    LENGTH,
    '`Content-Length: ${body.toString().length}`,',
  ),
  edit(
    'length-in-code-points',
    'content-length',
    'length-in-characters',
    LENGTH,
    '`Content-Length: ${[...body.toString()].length}`,',
  ),
  edit(
    'line-end-not-counted',
    'content-length',
    'length-too-small',
    LENGTH,
    '`Content-Length: ${body.length - 1}`,',
  ),
  edit('length-0', 'content-length', 'length-too-small', LENGTH, "'Content-Length: 0',"),
  edit(
    'length-of-the-path',
    'content-length',
    'length-too-small',
    LENGTH,
    "`Content-Length: ${'/tiny_html.html'.length}`,",
  ),
  edit(
    'length-of-everything',
    'content-length',
    'length-too-large',
    CONCAT,
    "head[3] = `Content-Length: ${body.length + Buffer.byteLength(head.join('\\r\\n'))}`;\n  return Buffer.concat([Buffer.from(head.join('\\r\\n')), body]);",
  ),
  {
    name: 'length-too-large-and-stays',
    killedBy: 'content-length',
    diagnosis: 'length-too-large',
    edits: [
      [LENGTH, '`Content-Length: ${body.length + 50}`,'],
      [ANSWER, 'socket.write(okResponse(page));'],
    ],
  },
  edit(
    'length-undefined',
    'content-length',
    'bad-content-length',
    LENGTH,
    '`Content-Length: ${(body as unknown as { size: number }).size}`,',
  ),
  edit(
    'length-with-a-unit',
    'content-length',
    'bad-content-length',
    LENGTH,
    '`Content-Length: ${body.length} bytes`,',
  ),
  edit(
    'two-lengths',
    'content-length',
    'content-length-differs',
    LENGTH,
    `\`Content-Length: \${body.toString().length}\`,\n    ${LENGTH}`,
  ),
  edit('length-twice', 'content-length', 'content-length-repeated', LENGTH, `${LENGTH}\n    ${LENGTH}`),
  {
    name: 'length-and-chunks',
    killedBy: 'content-length',
    diagnosis: 'length-and-encoding',
    edits: [
      ...chunked('body.length.toString(16)').slice(1),
      [LENGTH, `${LENGTH}\n    'Transfer-Encoding: chunked',`],
    ],
  },
  sends(
    'line-end-behind-the-page',
    'nothing-behind',
    'bytes-behind-content',
    "Buffer.from(head.join('\\r\\n')), body, Buffer.from('\\r\\n')",
  ),
  edit(
    'page-twice',
    'nothing-behind',
    'bytes-behind-content',
    ANSWER,
    'socket.write(okResponse(page));\n      socket.end(page);',
  ),

  // The end.
  edit('stays-open', 'closes', 'says-close-and-stays', ANSWER, 'socket.write(okResponse(page));'),
  {
    name: 'keeps-alive-always',
    killedBy: 'closes',
    diagnosis: 'keeps-open',
    edits: [
      [ANSWER, 'socket.write(okResponse(page));\n      answered = false;\n      received = Buffer.alloc(0);'],
      ["'Connection: close',", "'Connection: keep-alive',"],
    ],
  },
  edit(
    'ends-with-a-reset',
    'closes',
    'resets-connection',
    ANSWER,
    'socket.write(okResponse(page), () => setTimeout(() => socket.resetAndDestroy(), 20));',
  ),

  // What it is.
  edit('no-type', 'content-type', 'no-content-type', `    ${TYPE}\n`, ''),
  edit(
    'plain-text',
    'content-type',
    'wrong-content-type',
    TYPE,
    "'Content-Type: text/plain; charset=utf-8',",
  ),
  edit('picture', 'content-type', 'wrong-content-type', TYPE, "'Content-Type: image/jpg',"),
  edit(
    'comma-for-semicolon',
    'content-type',
    'wrong-content-type',
    TYPE,
    "'Content-Type: text/html, charset=utf-8',",
  ),
  edit('half-a-type', 'content-type', 'wrong-content-type', TYPE, "'Content-Type: html; charset=utf-8',"),
  edit('two-types', 'content-type', 'wrong-content-type', TYPE, `${TYPE}\n    'Content-Type: text/plain',`),
  edit('no-charset', 'charset', 'no-charset', TYPE, "'Content-Type: text/html',"),
  edit('other-charset', 'charset', 'wrong-charset', TYPE, "'Content-Type: text/html; charset=iso-8859-1',"),

  // Requests.
  edit(
    'small-buffer',
    'real-client',
    'real-client-gives-up',
    FIND,
    FIND.replace('received.', 'received.subarray(0, 1024).'),
  ),
  edit(
    'only-the-request-of-its-own-test',
    'real-client',
    'real-client-gives-up',
    FIND,
    "const end = /^GET \\S+ HTTP\\/1.1\\r\\nHost: /.test(received.toString()) ? received.indexOf('\\r\\n\\r\\n') : -1;",
  ),
  edit(
    'exact-request-or-400',
    'real-client',
    'real-client-gives-up',
    ANSWER,
    "socket.end(/Cookie/.test(String(received)) ? 'HTTP/1.1 400 Bad Request\\r\\nContent-Length: 0\\r\\n\\r\\n' : okResponse(page));",
  ),
  edit('answers-the-first-piece', 'waits', 'answers-too-early', FIND, 'const end = received.length;'),
  edit(
    'answers-the-first-line',
    'waits',
    'answers-too-early',
    FIND,
    "const end = received.indexOf('\\r\\n');",
  ),
  {
    name: 'one-buffer-for-all',
    killedBy: 'waits',
    diagnosis: 'answers-too-early',
    edits: [
      ['const clients =', 'let received = Buffer.alloc(0);\nconst clients ='],
      ['  let received = Buffer.alloc(0);\n', ''],
    ],
  },
  {
    name: 'waits-until-nothing-comes',
    killedBy: 'waits',
    diagnosis: 'answers-too-early',
    edits: [
      [
        COLLECT,
        `${COLLECT}\n    clearTimeout(timer);\n    timer = setTimeout(() => {\n      answered = true;\n      socket.end(okResponse(page));\n    }, 900);`,
      ],
      ['  let answered = false;\n', '  let answered = false;\n  let timer: NodeJS.Timeout | undefined;\n'],
      ['if (end >= 0) {', 'if (end < -1) {'],
    ],
  },
  edit('ends-on-half-a-request', 'waits', 'closed-early', FIND, `${FIND}\n    if (end < 0) socket.end();`),
  edit('looks-at-one-piece', 'waits', 'first-piece-only', COLLECT, 'received = Buffer.from(bytes);'),
  {
    name: 'looks-at-two-pieces',
    killedBy: 'splits',
    diagnosis: 'first-piece-only',
    edits: [
      ['  let answered = false;', '  let answered = false;\n  let before = Buffer.alloc(0);'],
      [COLLECT, 'received = Buffer.concat([before, bytes]);\n    before = Buffer.from(bytes);'],
    ],
  },
  edit(
    'request-line-in-the-first-piece',
    'splits',
    'first-piece-only',
    COLLECT,
    `if (received.length === 0 && !bytes.includes('\\r\\n')) socket.end();\n    ${COLLECT}`,
  ),
  edit(
    'strict-text',
    'splits',
    'crashed',
    COLLECT,
    `new TextDecoder('utf-8', { fatal: true }).decode(bytes);\n    ${COLLECT}`,
  ),

  // How it stops.
  edit(
    'no-signal-while-connected',
    'clean-stop',
    'ignores-signal',
    'for (const socket of clients) socket.destroy();',
    '',
  ),

  // Bonus: Date.
  edit('no-date', 'date', 'no-date', `    ${DATE}\n`, ''),
  edit('iso-date', 'date', 'iso-date', DATE, '`Date: ${new Date().toISOString()}`,'),
  edit('date-for-people', 'date', 'not-imf-fixdate', DATE, '`Date: ${new Date()}`,'),
  edit(
    'date-of-the-locale',
    'date',
    'not-imf-fixdate',
    DATE,
    "`Date: ${new Date().toLocaleString('en-GB')}`,",
  ),
  edit('milliseconds', 'date', 'not-imf-fixdate', DATE, '`Date: ${Date.now()}`,'),
  edit('utc-for-gmt', 'date', 'not-gmt', DATE, "`Date: ${new Date().toUTCString().replace('GMT', 'UTC')}`,"),
  edit('an-hour-ahead', 'date', 'wrong-time', DATE, '`Date: ${new Date(Date.now() + 36e5).toUTCString()}`,'),
  edit(
    'weekday-from-1',
    'date-anywhere',
    'wrong-weekday',
    DATE,
    dateOf({ weekday: longAgo('(now.getUTCDay() + 1) % 7', 'now.getUTCDay()') }),
  ),
  edit(
    'local-weekday',
    'date-anywhere',
    'wrong-weekday',
    DATE,
    dateOf({ weekday: longAgo('now.getDay()', 'now.getUTCDay()') }),
  ),
  edit(
    'hours-without-zeros',
    'date-anywhere',
    'unpadded',
    DATE,
    dateOf({ hour: longAgo('now.getUTCHours()', two('now.getUTCHours()')) }),
  ),
  edit(
    'seconds-without-zeros',
    'date-anywhere',
    'unpadded',
    DATE,
    dateOf({ second: longAgo('now.getUTCSeconds()', two('now.getUTCSeconds()')) }),
  ),
  edit(
    'day-without-zero',
    'date-anywhere',
    'unpadded',
    DATE,
    dateOf({ day: longAgo('now.getUTCDate()', two('now.getUTCDate()')) }),
  ),
  edit(
    'local-digits',
    'date-anywhere',
    'local-time',
    DATE,
    `((now) => \`Date: \${new Date(now.getTime() - (${longAgo('now.getTimezoneOffset()', '0')}) * 60000).toUTCString()}\`)(new Date()),`,
  ),
  edit(
    'a-day-ahead',
    'date-anywhere',
    'wrong-time',
    DATE,
    `((now) => \`Date: \${new Date(now.getTime() + (${longAgo('864e5', '0')})).toUTCString()}\`)(new Date()),`,
  ),
  {
    name: 'date-made-at-the-start',
    killedBy: 'date-fresh',
    diagnosis: 'frozen',
    edits: [
      ['const clients =', 'const started = new Date().toUTCString();\nconst clients ='],
      [DATE, '`Date: ${started}`,'],
    ],
  },

  // Bonus: what Connection says.
  edit('ends-without-a-word-of-it', 'says-close', 'does-not-say-close', "    'Connection: close',\n", ''),
  edit(
    'keep-alive-in-words-only',
    'says-close',
    'says-keep-alive-and-ends',
    "'Connection: close',",
    "'Connection: keep-alive',",
  ),

  // Bonus: other clients.
  {
    name: 'chunks-for-everybody',
    killedBy: 'http-1-0',
    diagnosis: 'chunks-for-http-1-0',
    edits: chunked('body.length.toString(16)'),
  },
  {
    name: 'open-unless-asked',
    killedBy: 'http-1-0',
    diagnosis: 'keeps-open',
    edits: [
      [
        ANSWER,
        'if (/connection: close/i.test(String(received))) socket.end(okResponse(page));\n      else socket.write(okResponse(page));',
      ],
    ],
  },
  {
    name: 'one-at-a-time',
    killedBy: 'silent-neighbours',
    diagnosis: 'one-at-a-time',
    edits: [[ANSWER, 'if (clients.size === 1) socket.end(okResponse(page));']],
  },
  {
    name: 'one-buffer-emptied-for-all',
    killedBy: 'silent-neighbours',
    diagnosis: 'mixes-clients',
    edits: [
      ['const clients =', 'let received = Buffer.alloc(0);\nconst clients ='],
      ['  let received = Buffer.alloc(0);\n', ''],
      [ANSWER, `received = Buffer.alloc(0);\n      ${ANSWER}`],
    ],
  },
  {
    name: 'one-socket-for-all',
    killedBy: 'silent-neighbours',
    diagnosis: 'mixes-clients',
    edits: [
      ['const clients =', 'let current: net.Socket;\nconst clients ='],
      ['  clients.add(socket);', '  clients.add(socket);\n  current = socket;'],
      [ANSWER, 'current.end(okResponse(page));'],
    ],
  },
  edit(
    'dies-on-reset',
    'survives',
    'crashed',
    "socket.on('error', (error) => console.error(`client lost: ${error.message}`));",
    '',
  ),
  edit(
    'splits-undefined',
    'survives',
    'crashed',
    ANSWER,
    "if (String(received).split('\\r\\n')[0]!.split(' ')[1]!.length > 0) socket.end(okResponse(page));",
  ),
  edit('loop-without-end', 'survives', 'silent', FIND, `${FIND}\n    while (end === 0) {}`),
  edit(
    'closes-with-unread-bytes',
    'reads-everything',
    'resets-connection',
    ANSWER,
    'socket.pause().end(okResponse(page), () => socket.destroy());',
  ),
];
export default mutants;
