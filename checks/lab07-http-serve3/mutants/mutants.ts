import type { Mutant } from '../../testing/mutants.ts';

// Places of the solution.
const PRINT = 'console.log(request.target);';
const ANSWER = "socket.end(answer(received.toString('latin1', 0, end)));";
const END_OF_HEAD = "const end = received.indexOf('\\r\\n\\r\\n');";
const GLOBAL = 'const clients = new Set<net.Socket>();\n';
const ONLY_GET =
  "if (method !== 'GET') throw new HttpError(405, 'Only GET is possible here.', { Allow: 'GET' });";
const KNOWN =
  "if (!knownMethods.includes(method)) throw new HttpError(501, 'This server does not know that method.');";
const VERSION =
  "if (!/^HTTP\\/\\d\\.\\d$/.test(version)) throw new HttpError(400, 'The version is missing, or it is not one.');";
const MAJOR =
  "if (!version.startsWith('HTTP/1.')) throw new HttpError(505, 'This server speaks HTTP/1.1 and HTTP/1.0.');";
const NO_HOST = "if (version !== 'HTTP/1.0' && !headers.has('host')) {";
const NAME = 'const name = line.slice(0, colon).toLowerCase();';
const VALUE = "const value = /^[ \\t]*(.*[^ \\t])?/.exec(text)?.[1] ?? '';";
const GOOD_HEADER = 'if (colon < 0 || !token.test(name) || !/^[\\t -~\\x80-\\xff]*$/.test(text)) {';
const ERROR_PAGE =
  "return response(error.status, { ...error.headers, 'Content-Type': 'text/plain; charset=utf-8' }, body);";
const HEAD_LIMIT = 'const headLimit = 64 * 1024;';
const LINE_LIMIT = 'if (requestLine.length > requestLineLimit)';
const TOO_LONG = '} else if (received.length > headLimit) {';

/** Broken servers, after what real students write. */
const mutants: Mutant[] = [
  // A good request.
  {
    name: 'no-answer',
    killedBy: 'page',
    diagnosis: 'silent',
    edits: [[ANSWER, "answer(received.toString('latin1', 0, end));"]],
  },
  { name: 'empty-reply', killedBy: 'page', diagnosis: 'closed-early', edits: [[ANSWER, 'socket.end();']] },
  {
    name: 'cuts-instead-of-answering',
    killedBy: 'page',
    diagnosis: 'resets-connection',
    edits: [[ANSWER, 'socket.resetAndDestroy();']],
  },
  {
    name: 'page-without-head',
    killedBy: 'page',
    diagnosis: 'bad-status-line',
    edits: [['return okResponse(page);', 'return page;']],
  },
  {
    name: 'head-without-page',
    killedBy: 'page',
    diagnosis: 'no-content',
    edits: [['return okResponse(page);', 'return okResponse(page.subarray(0, 0));']],
  },
  {
    name: 'length-in-characters',
    killedBy: 'page',
    diagnosis: 'length-in-characters',
    edits: [['`Content-Length: ${body.length}`', '`Content-Length: ${String(body).length}`']],
  },
  {
    name: 'splits-header-at-every-colon',
    killedBy: 'page',
    diagnosis: 'refuses-good-request',
    edits: [[GOOD_HEADER, GOOD_HEADER.replace('colon < 0', "line.split(':').length !== 2")]],
  },
  {
    name: 'knows-one-request-only',
    killedBy: 'page',
    diagnosis: 'refuses-good-request',
    edits: [[PRINT, `if (!head.includes('localhost:8080')) throw new HttpError(400, 'No.');\n    ${PRINT}`]],
  },
  {
    name: 'dies-after-the-first-answer',
    killedBy: 'next-client',
    diagnosis: 'one-client-only',
    edits: [
      ["socket.on('close', () => clients.delete(socket));", "socket.on('close', () => process.exit(0));"],
    ],
  },

  // The target.
  { name: 'prints-nothing', killedBy: 'prints-target', diagnosis: 'prints-no-target', edits: [[PRINT, '']] },
  {
    name: 'prints-the-method',
    killedBy: 'prints-target',
    diagnosis: 'prints-no-target',
    edits: [[PRINT, 'console.log(request.method);']],
  },
  {
    name: 'prints-decoded',
    killedBy: 'prints-target',
    diagnosis: 'prints-decoded',
    edits: [[PRINT, 'console.log(decodeURIComponent(request.target));']],
  },
  {
    name: 'prints-small-letters',
    killedBy: 'prints-target',
    diagnosis: 'prints-other-case',
    edits: [[PRINT, 'console.log(request.target.toLowerCase());']],
  },
  {
    name: 'prints-what-the-url-class-says',
    killedBy: 'prints-target',
    diagnosis: 'prints-resolved',
    edits: [
      [
        PRINT,
        "const url = new URL(request.target, 'http://x');\n    console.log(url.pathname + url.search);",
      ],
    ],
  },
  {
    name: 'prints-the-path-only',
    killedBy: 'prints-target',
    diagnosis: 'prints-without-query',
    edits: [[PRINT, "console.log(request.target.split('?')[0]);"]],
  },
  {
    name: 'prints-the-first-target-again',
    killedBy: 'prints-target',
    diagnosis: 'prints-first-only',
    edits: [
      [GLOBAL, `${GLOBAL}let first = '';\n`],
      [PRINT, "first ||= request.target.endsWith('.html') ? '' : request.target;\n    console.log(first);"],
    ],
  },
  {
    name: 'prints-one-request-late',
    killedBy: 'prints-target',
    diagnosis: 'prints-late',
    edits: [
      [GLOBAL, `${GLOBAL}let last = '';\n`],
      [PRINT, 'console.log(last);\n    last = request.target;'],
    ],
  },
  {
    name: 'knows-only-the-root',
    killedBy: 'any-target',
    diagnosis: 'refuses-good-request',
    edits: [
      [
        PRINT,
        `if (!['/', '/tiny_html.html'].includes(request.target)) throw new HttpError(404, 'No.');\n    ${PRINT}`,
      ],
    ],
  },
  {
    name: 'target-of-letters-only',
    killedBy: 'any-target',
    diagnosis: 'refuses-good-request',
    edits: [['!/^[!-~]+$/.test(target)', '!/^[\\w./]+$/.test(target)']],
  },
  {
    name: 'stumbles-over-two-slashes',
    killedBy: 'any-target',
    diagnosis: 'stumbles',
    edits: [[PRINT, `new URL(request.target, 'http://x');\n    ${PRINT}`]],
  },
  {
    name: 'decodes-the-target',
    killedBy: 'any-target',
    diagnosis: 'error-500',
    edits: [[PRINT, `decodeURIComponent(request.target);\n    ${PRINT}`]],
  },
  {
    name: 'buffer-of-1024',
    killedBy: 'any-target',
    diagnosis: 'silent',
    edits: [['Buffer.concat([received, bytes])', 'Buffer.concat([received, bytes]).subarray(0, 1024)']],
  },

  // The method.
  {
    name: 'errors-with-bare-lf',
    killedBy: 'proper-errors',
    diagnosis: 'bare-lf',
    edits: [
      [
        ERROR_PAGE,
        ERROR_PAGE.replace('return ', 'return Buffer.from(String(').replace(
          /;$/,
          ").replaceAll('\\r\\n', '\\n'));",
        ),
      ],
    ],
  },
  {
    name: 'errors-without-blank-line',
    killedBy: 'proper-errors',
    diagnosis: 'no-colon',
    edits: [
      [
        ERROR_PAGE,
        ERROR_PAGE.replace('return ', 'return Buffer.from(String(').replace(
          /;$/,
          ").replace('\\r\\n\\r\\n', '\\r\\n'));",
        ),
      ],
    ],
  },
  {
    name: 'errors-without-blank-line-and-body',
    killedBy: 'proper-errors',
    diagnosis: 'head-cut-short',
    edits: [
      [
        ERROR_PAGE,
        'return Buffer.from(`HTTP/1.1 ${error.status} ${reasons[error.status]}\\r\\nAllow: GET\\r\\n`);',
      ],
    ],
  },
  {
    name: 'errors-with-two-blank-lines',
    killedBy: 'proper-errors',
    diagnosis: 'bytes-behind-content',
    edits: [
      [
        ERROR_PAGE,
        ERROR_PAGE.replace('return ', 'return Buffer.from(String(').replace(
          /;$/,
          ").replace('\\r\\n\\r\\n', '\\r\\n\\r\\n\\r\\n'));",
        ),
      ],
    ],
  },
  {
    name: 'equals-sign-for-colon',
    killedBy: 'proper-errors',
    diagnosis: 'no-colon',
    edits: [['`${name}: ${value}`', '`${name}=${value}`']],
  },
  {
    name: 'errors-with-the-length-of-the-page',
    killedBy: 'proper-errors',
    diagnosis: 'length-too-large',
    edits: [['`Content-Length: ${body.length}`', '`Content-Length: ${page.length}`']],
  },
  {
    name: 'reasons-under-another-key',
    killedBy: 'proper-errors',
    diagnosis: 'reason-undefined',
    edits: [["405: 'Method Not Allowed'", "406: 'Method Not Allowed'"]],
  },
  {
    name: 'any-method-will-do',
    killedBy: 'other-methods',
    diagnosis: 'accepts-any-method',
    edits: [[ONLY_GET, '']],
  },
  {
    name: 'error-page-with-200',
    killedBy: 'other-methods',
    diagnosis: 'refuses-in-body-only',
    edits: [[ERROR_PAGE, ERROR_PAGE.replace('error.status', '200')]],
  },
  {
    name: 'other-methods-are-forbidden',
    killedBy: 'other-methods',
    diagnosis: 'wrong-status',
    edits: [
      [ONLY_GET, ONLY_GET.replace('405', '403')],
      ["405: 'Method Not Allowed'", "403: 'Forbidden'"],
    ],
  },
  {
    name: '405-without-allow',
    killedBy: 'other-methods',
    diagnosis: 'no-allow',
    edits: [[ONLY_GET, ONLY_GET.replace(", { Allow: 'GET' }", '')]],
  },
  {
    name: 'allows-what-is-not-there',
    killedBy: 'other-methods',
    diagnosis: 'wrong-allow',
    edits: [[ONLY_GET, ONLY_GET.replace("Allow: 'GET'", "Allow: 'HEAD, OPTIONS'")]],
  },
  {
    name: 'allows-what-it-refuses',
    killedBy: 'other-methods',
    diagnosis: 'wrong-allow',
    edits: [[ONLY_GET, ONLY_GET.replace("Allow: 'GET'", "Allow: 'GET, POST, PUT'")]],
  },
  {
    name: 'starts-with-get',
    killedBy: 'unknown-method',
    diagnosis: 'method-by-prefix',
    edits: [
      [KNOWN, KNOWN.replace('includes(method)', 'some((known) => method.startsWith(known))')],
      [ONLY_GET, ONLY_GET.replace("method !== 'GET'", "!method.startsWith('GET')")],
    ],
  },
  {
    name: 'contained-in-get',
    killedBy: 'unknown-method',
    diagnosis: 'accepts-any-method',
    edits: [
      [KNOWN, KNOWN.replace('includes(method)', "join(' ').includes(method)")],
      [ONLY_GET, ONLY_GET.replace("method !== 'GET'", "!'GET'.includes(method)")],
    ],
  },
  {
    name: 'unknown-method-is-our-mistake',
    killedBy: 'unknown-method',
    diagnosis: 'error-500',
    edits: [
      [KNOWN, KNOWN.replace("HttpError(501, 'This server does not know that method.')", "Error('unknown')")],
    ],
  },
  {
    name: 'method-in-capitals',
    killedBy: 'method-case',
    diagnosis: 'method-in-any-case',
    edits: [
      [KNOWN, KNOWN.replace('method)', 'method.toUpperCase())')],
      [ONLY_GET, ONLY_GET.replace('method !==', 'method.toUpperCase() !==')],
    ],
  },
  {
    name: 'head-like-get',
    killedBy: 'head',
    diagnosis: 'content-on-head',
    edits: [[ONLY_GET, ONLY_GET.replace("method !== 'GET'", "!['GET', 'HEAD'].includes(method)")]],
  },

  // The version.
  { name: 'any-version', killedBy: 'versions', diagnosis: 'accepts-any-version', edits: [[MAJOR, '']] },
  {
    name: 'version-is-our-mistake',
    killedBy: 'versions',
    diagnosis: 'error-500',
    edits: [
      [
        MAJOR,
        MAJOR.replace("HttpError(505, 'This server speaks HTTP/1.1 and HTTP/1.0.')", "Error('version')"),
      ],
    ],
  },
  {
    name: 'only-1-1',
    killedBy: 'versions',
    diagnosis: 'refuses-good-request',
    edits: [[MAJOR, MAJOR.replace("'HTTP/1.'", "'HTTP/1.1'")]],
  },
  {
    name: 'host-for-1-0-too',
    killedBy: 'versions',
    diagnosis: 'refuses-good-request',
    edits: [[NO_HOST, "if (!headers.has('host')) {"]],
  },

  // Headers.
  {
    name: 'rejects-unknown-headers',
    killedBy: 'headers',
    diagnosis: 'refuses-good-request',
    edits: [
      [
        GOOD_HEADER,
        GOOD_HEADER.replace('!token.test(name)', "!['host', 'connection', 'accept'].includes(name)"),
      ],
    ],
  },
  {
    name: 'host-in-large-letters-only',
    killedBy: 'headers',
    diagnosis: 'refuses-good-request',
    edits: [
      [NAME, NAME.replace('.toLowerCase()', '')],
      [NO_HOST, NO_HOST.replace("'host'", "'Host'")],
    ],
  },
  {
    name: 'space-behind-every-colon',
    killedBy: 'headers',
    diagnosis: 'refuses-good-request',
    edits: [["const colon = line.indexOf(':');", "const colon = line.indexOf(': ');"]],
  },
  {
    name: 'headers-in-an-object',
    killedBy: 'headers',
    diagnosis: 'stumbles',
    edits: [
      ['const headers = new Map', 'const values: Record<string, string[]> = {};\n  const headers = new Map'],
      [VALUE, `${VALUE}\n    (values[name] ??= []).push(value);`],
    ],
  },
  {
    name: 'fifty-headers-are-enough',
    killedBy: 'headers',
    diagnosis: 'refuses-good-request',
    edits: [[VALUE, `${VALUE}\n    if (headers.size >= 50) throw new HttpError(431, 'Too many headers.');`]],
  },
  {
    name: 'ascii-only',
    killedBy: 'headers',
    diagnosis: 'refuses-good-request',
    edits: [[GOOD_HEADER, GOOD_HEADER.replace('\\x80-\\xff', '')]],
  },
  {
    name: 'trims-the-name',
    killedBy: 'space-before-colon',
    diagnosis: 'accepts-wrong-request',
    edits: [[NAME, NAME.replace('.toLowerCase()', '.trim().toLowerCase()')]],
  },

  // Wrong requests.
  {
    name: 'bad-request-is-our-mistake',
    killedBy: 'wrong-request-line',
    diagnosis: 'error-500',
    edits: [
      [
        'if (error instanceof HttpError) return',
        'if (error instanceof HttpError && error.status > 400) return',
      ],
    ],
  },
  {
    name: 'dies-of-undefined',
    killedBy: 'wrong-request-line',
    diagnosis: 'crashed',
    edits: [
      [
        'function answer(head: string): Buffer {',
        "function answer(head: string): Buffer {\n  head.split(' ')[1]!.split('?');",
      ],
    ],
  },
  {
    name: 'says-nothing-to-bad-requests',
    killedBy: 'wrong-request-line',
    diagnosis: 'silent',
    edits: [
      [
        ANSWER,
        "const bytes = answer(received.toString('latin1', 0, end));\n      if (!bytes.includes(' 400 ')) socket.end(bytes);",
      ],
    ],
  },
  {
    name: 'leaves-after-a-bad-request',
    killedBy: 'wrong-request-line',
    diagnosis: 'exited',
    edits: [[ANSWER, `if (!received.includes('HTTP/1.')) process.exit(0);\n      ${ANSWER}`]],
  },
  {
    name: 'sulks-after-a-bad-request',
    killedBy: 'wrong-request-line',
    diagnosis: 'stops-serving',
    edits: [
      [GLOBAL, `${GLOBAL}let offended = false;\n`],
      [ANSWER, `if (offended) return;\n      offended = !received.includes('HTTP/1.');\n      ${ANSWER}`],
    ],
  },
  {
    name: 'more-words',
    killedBy: 'wrong-request-line',
    diagnosis: 'accepts-wrong-request',
    edits: [[' || more.length > 0', '']],
  },
  {
    name: 'no-version-will-do',
    killedBy: 'wrong-request-line',
    diagnosis: 'accepts-wrong-request',
    edits: [
      [VERSION, ''],
      [MAJOR, MAJOR.replace('if (', 'if (version && ')],
    ],
  },
  {
    name: 'version-in-small-letters',
    killedBy: 'wrong-request-line',
    diagnosis: 'accepts-wrong-request',
    edits: [
      [VERSION, VERSION.replace('$/.test', '$/i.test')],
      [MAJOR, MAJOR.replace('version.startsWith', 'version.toUpperCase().startsWith')],
    ],
  },
  {
    name: 'version-by-its-beginning',
    killedBy: 'wrong-request-line',
    diagnosis: 'accepts-wrong-request',
    edits: [[VERSION, VERSION.replace('\\d\\.\\d$', '\\d\\.')]],
  },
  {
    name: 'version-without-a-dot',
    killedBy: 'wrong-request-line',
    diagnosis: 'accepts-wrong-request',
    edits: [
      [VERSION, VERSION.replace('\\.\\d$', '(\\.\\d)?$')],
      [MAJOR, MAJOR.replace('HTTP/1.', 'HTTP/1')],
    ],
  },
  {
    name: 'version-without-its-end',
    killedBy: 'wrong-request-line',
    diagnosis: 'accepts-wrong-request',
    edits: [[VERSION, VERSION.replace('$/.test', '/.test')]],
  },
  {
    name: 'reason-for-505-forgotten',
    killedBy: 'explains-errors',
    diagnosis: 'reason-undefined',
    edits: [["  505: 'HTTP Version Not Supported',\n", '']],
  },
  {
    name: 'version-of-something-else',
    killedBy: 'wrong-request-line',
    diagnosis: 'accepts-wrong-request',
    edits: [
      [VERSION, VERSION.replace('/^HTTP\\/\\d\\.\\d$/', '/^\\w+\\/1/')],
      [MAJOR, ''],
    ],
  },
  {
    name: 'empty-line-is-our-mistake',
    killedBy: 'odd-lines',
    diagnosis: 'error-500',
    edits: [[LINE_LIMIT, `if (!requestLine.trim()) throw new Error('no request line');\n  ${LINE_LIMIT}`]],
  },
  {
    name: 'skips-empty-lines-for-ever',
    killedBy: 'odd-lines',
    diagnosis: 'silent',
    edits: [
      [LINE_LIMIT, `while (head.startsWith('\\r\\n')) head = head.replace(/^ /, '');\n  ${LINE_LIMIT}`],
    ],
  },
  {
    name: 'dies-of-an-empty-word',
    killedBy: 'odd-lines',
    diagnosis: 'crashed',
    edits: [
      [
        'function answer(head: string): Buffer {',
        "function answer(head: string): Buffer {\n  if (/^GET  /.test(head)) throw new Error('a bad request');",
      ],
    ],
  },
  {
    name: 'bytes-that-are-not-utf-8',
    killedBy: 'rubbish',
    diagnosis: 'crashed',
    edits: [[ANSWER, `new TextDecoder('utf-8', { fatal: true }).decode(received);\n      ${ANSWER}`]],
  },

  // What comes back.
  {
    name: 'error-page-repeats-the-request',
    killedBy: 'no-injection',
    diagnosis: 'reflects-markup',
    edits: [
      [
        "'A request line is a method, a target and a version, with one space between them.'",
        '`This is no request line: ${requestLine}`',
      ],
      [ERROR_PAGE, ERROR_PAGE.replace('text/plain', 'text/html')],
    ],
  },
  {
    name: 'error-page-repeats-a-target-without-a-slash',
    killedBy: 'no-injection',
    diagnosis: 'reflects-markup',
    edits: [
      ["'A target begins with a slash.'", '`This target has no slash: ${target}`'],
      [ERROR_PAGE, ERROR_PAGE.replace('text/plain', 'text/html')],
    ],
  },
  {
    name: 'target-in-a-header',
    killedBy: 'no-injection',
    diagnosis: 'injects-header',
    edits: [
      [
        'return okResponse(page);',
        "const decoded = decodeURIComponent(request.target);\n    return response(200, { 'X-Target': decoded }, page);",
      ],
    ],
  },

  // Pieces.
  {
    name: 'one-data-event-is-one-request',
    killedBy: 'pieces',
    diagnosis: 'first-piece-only',
    edits: [[END_OF_HEAD, 'const end = received.length - 4;']],
  },
  {
    name: 'looks-at-the-last-piece-only',
    killedBy: 'pieces',
    diagnosis: 'first-piece-only',
    edits: [['received = Buffer.concat([received, bytes]);', 'received = bytes;']],
  },
  {
    name: 'first-line-is-enough',
    killedBy: 'unfinished',
    diagnosis: 'answers-too-early',
    edits: [
      [END_OF_HEAD, "const end = received.indexOf('\\r\\n');"],
      [NO_HOST, 'if (false) {'],
    ],
  },
  {
    name: 'answers-half-a-head-at-its-end',
    killedBy: 'unfinished',
    diagnosis: 'answers-too-early',
    edits: [['if (!answered) socket.end();', 'if (!answered) socket.end(okResponse(page));']],
  },
  {
    name: 'one-buffer-for-all-clients',
    killedBy: 'unfinished',
    diagnosis: 'stops-serving',
    edits: [
      [GLOBAL, `${GLOBAL}let received: Buffer = Buffer.alloc(0);\n`],
      ['  let received = Buffer.alloc(0);\n', ''],
      [ANSWER, `${ANSWER}\n      received = Buffer.alloc(0);`],
    ],
  },
  {
    name: 'reads-on-for-ever',
    killedBy: 'unfinished',
    diagnosis: 'stops-serving',
    edits: [['if (!answered) socket.end();', 'while (!answered) {}']],
  },
  {
    name: 'keeps-half-a-client',
    killedBy: 'unfinished',
    diagnosis: 'keeps-open',
    edits: [['if (!answered) socket.end();', '']],
  },

  // Limits.
  {
    name: 'no-limits',
    killedBy: 'long-request-line',
    diagnosis: 'no-limit',
    edits: [
      [HEAD_LIMIT, 'const headLimit = 1024 * 1024;'],
      [LINE_LIMIT, 'if (requestLine.length < 0)'],
    ],
  },
  {
    name: 'too-long-is-our-mistake',
    killedBy: 'long-request-line',
    diagnosis: 'error-500',
    edits: [
      [HEAD_LIMIT, 'const headLimit = 1024 * 1024;'],
      ["throw new HttpError(414, 'The request line is too long.');", "throw new Error('too long');"],
    ],
  },
  {
    name: 'tries-every-space',
    killedBy: 'long-headers',
    diagnosis: 'slow-or-silent',
    edits: [
      [HEAD_LIMIT, 'const headLimit = 1024 * 1024;'],
      [VALUE, "const value = text.replace(/^[ \\t]+|[ \\t]+$/g, '');"],
    ],
  },
  {
    name: 'waits-for-the-rest-of-a-long-head',
    killedBy: 'long-headers',
    diagnosis: 'slow-or-silent',
    edits: [
      [END_OF_HEAD, "const end = received.subarray(0, headLimit).indexOf('\\r\\n\\r\\n');"],
      [TOO_LONG, '} else if (received.length < 0) {'],
    ],
  },
  {
    name: 'collects-for-ever',
    killedBy: 'endless-head',
    diagnosis: 'stores-without-limit',
    edits: [[TOO_LONG, '} else if (received.length < 0) {']],
  },
  {
    name: 'too-long-is-an-accident',
    killedBy: 'endless-head',
    diagnosis: 'error-500',
    edits: [
      [
        'socket.end(tooLong(received));',
        "socket.end(clientErrorResponse(new HttpError(500, 'Too much.')));\n      void tooLong;",
      ],
    ],
  },

  // Clients that vanish, and the end.
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
    name: 'errors-without-a-body',
    killedBy: 'explains-errors',
    diagnosis: 'no-explanation',
    edits: [[ERROR_PAGE, ERROR_PAGE.replace('body)', 'body.subarray(0, 0))')]],
  },
  {
    name: 'errors-without-a-type',
    killedBy: 'explains-errors',
    diagnosis: 'no-content-type',
    edits: [[ERROR_PAGE, 'return response(error.status, error.headers, body);']],
  },
  {
    name: 'no-host-will-do',
    killedBy: 'host-required',
    diagnosis: 'host-not-required',
    edits: [[NO_HOST, 'if (false) {']],
  },
  {
    name: 'the-first-host-counts',
    killedBy: 'host-required',
    diagnosis: 'host-not-required',
    edits: [["if (before !== undefined && name === 'host')", 'if (false)']],
  },
  {
    name: 'paths-only',
    killedBy: 'absolute-form',
    diagnosis: 'refuses-absolute-form',
    edits: [["target.replace(/^https?:\\/\\/[^/?]+(?=[/?]|$)/i, '')", 'target']],
  },
  {
    name: 'scheme-in-small-letters-only',
    killedBy: 'absolute-form',
    diagnosis: 'refuses-absolute-form',
    edits: [["$)/i, '')", "$)/, '')"]],
  },
  {
    name: 'no-slash-needed',
    killedBy: 'strict-grammar',
    diagnosis: 'accepts-wrong-request',
    edits: [["if (!uri.startsWith('/')) throw new HttpError(400, 'A target begins with a slash.');", '']],
  },
  {
    name: 'any-character-in-a-name',
    killedBy: 'strict-grammar',
    diagnosis: 'accepts-wrong-request',
    edits: [[GOOD_HEADER, GOOD_HEADER.replace('!token.test(name)', '/[ \\t]$/.test(name)')]],
  },
];
export default mutants;
