import type { Mutant } from '../../testing/mutants.ts';

const TARGET = '${url.pathname}${url.search}';
const HOST = '`Host: ${url.host}`, // with the port, unless it is 80';
const PRINT = 'process.stdout.write(body);';
const HEAD = "console.error(head.replaceAll('\\r\\n', '\\n'));";
const LENGTH = 'if (rest.length >= length) return rest.subarray(0, length);';
const CUT_SHORT =
  'if (ended) throw new Error(`the body is cut short: ${rest.length} of ${length} bytes came`);';
const COLLECT = 'received = Buffer.concat([received, bytes]);';
const NEXT_URL = 'url = parseUrl(new URL(location, url).href);';
const BLANK_LINE = "'',\n    '',\n  ]";

/** Broken HTTP clients, after what real students write. */
const mutants: Mutant[] = [
  // The request.
  {
    name: 'version-1-2',
    killedBy: 'page',
    diagnosis: 'bad-request-line',
    edits: [['${url.search} HTTP/1.1`', '${url.search} HTTP/1.2`']],
  },
  {
    name: 'hard-coded-port',
    killedBy: 'page',
    diagnosis: 'wrong-destination',
    edits: [
      ['Number(url.port || 80)', '9'],
      ['(${error.code})', '(${error.message})'],
    ],
  },
  {
    name: 'prints-the-url',
    killedBy: 'page',
    diagnosis: 'never-connects',
    edits: [['await get(url);', 'await (console.log(url.href), process.exit(0) as Promise<HttpResponse>);']],
  },
  {
    name: 'says-nothing',
    killedBy: 'page',
    diagnosis: 'sends-nothing',
    edits: [["socket.on('connect', () => socket.write(requestFor(url)));", '']],
  },
  {
    name: 'no-blank-line',
    killedBy: 'page',
    diagnosis: 'head-cut-short',
    edits: [[BLANK_LINE, "'',\n  ]"]],
  },
  { name: 'small-letters', killedBy: 'page', diagnosis: 'wrong-method', edits: [['`GET ', '`get ']] },
  {
    name: 'whole-url-as-target',
    killedBy: 'page',
    diagnosis: 'whole-url-as-target',
    edits: [[TARGET, '${url.href}']],
  },
  {
    name: 'query-dropped',
    killedBy: 'target',
    diagnosis: 'query-dropped',
    edits: [[TARGET, '${url.pathname}']],
  },
  {
    name: 'file-name-only',
    killedBy: 'target',
    diagnosis: 'wrong-target',
    edits: [[TARGET, "/${url.pathname.split('/').at(-1)}${url.search}"]],
  },
  {
    name: 'no-slash-for-no-path',
    killedBy: 'target',
    diagnosis: 'bad-request-line',
    edits: [[TARGET, "${url.pathname === '/' ? '' : url.pathname}${url.search}"]],
  },
  {
    name: 'sends-fragment',
    killedBy: 'fragment',
    diagnosis: 'fragment-sent',
    edits: [[TARGET, '${url.pathname}${url.search}${url.hash}']],
  },
  {
    name: 'lf-only',
    killedBy: 'grammar',
    diagnosis: 'bare-lf',
    edits: [["].join('\\r\\n');", "].join('\\n');"]],
  },
  {
    name: 'two-blank-lines',
    killedBy: 'grammar',
    diagnosis: 'bytes-behind-the-request',
    edits: [[BLANK_LINE, "'',\n    '',\n    '',\n  ]"]],
  },
  {
    name: 'space-before-colon',
    killedBy: 'grammar',
    diagnosis: 'space-before-colon',
    edits: [["'Connection: close'", "'Connection : close'"]],
  },
  { name: 'no-host', killedBy: 'host', diagnosis: 'no-host', edits: [[HOST, '']] },
  {
    name: 'host-without-port',
    killedBy: 'host',
    diagnosis: 'host-without-port',
    edits: [[HOST, '`Host: ${url.hostname}`,']],
  },
  {
    name: 'host-is-localhost',
    killedBy: 'host',
    diagnosis: 'wrong-host',
    edits: [[HOST, '`Host: localhost:${url.port}`,']],
  },

  // The response.
  { name: 'prints-nothing', killedBy: 'page', diagnosis: 'prints-nothing', edits: [[PRINT, '']] },
  {
    name: 'prints-the-head',
    killedBy: 'page',
    diagnosis: 'prints-the-head',
    edits: [[PRINT, 'process.stdout.write(`${head}\\r\\n\\r\\n${body}`);']],
  },
  {
    name: 'shouts',
    killedBy: 'page',
    diagnosis: 'other-content',
    edits: [[PRINT, 'process.stdout.write(String(body).toUpperCase());']],
  },
  {
    name: 'fails-on-success',
    killedBy: 'page',
    diagnosis: 'wrong-exit-code',
    edits: [['status < 400 ? 0 : 1', 'status < 400 ? 1 : 0']],
  },
  {
    name: 'console-log',
    killedBy: 'bytes',
    diagnosis: 'newline-added',
    edits: [[PRINT, 'console.log(body.toString());']],
  },
  {
    name: 'utf8',
    killedBy: 'bytes',
    diagnosis: 'through-text',
    edits: [[PRINT, 'process.stdout.write(body.toString());']],
  },
  {
    name: 'latin1',
    killedBy: 'bytes',
    diagnosis: 'through-text',
    edits: [[PRINT, "process.stdout.write(body.toString('latin1'));"]],
  },
  {
    name: 'cut-at-blank-line',
    killedBy: 'bytes',
    diagnosis: 'cut-short',
    edits: [[PRINT, "process.stdout.write(body.toString().split('\\r\\n\\r\\n')[0] ?? '');"]],
  },
  {
    name: 'silent-head',
    killedBy: 'head',
    diagnosis: 'head-not-shown',
    edits: [[HEAD, '']],
  },
  {
    name: 'status-line-only',
    killedBy: 'head',
    diagnosis: 'head-not-shown',
    edits: [[HEAD, "console.error(head.split('\\r\\n')[0]);"]],
  },
  {
    name: 'split-at-colons',
    killedBy: 'head',
    diagnosis: 'value-cut-at-colon',
    edits: [
      [
        HEAD,
        "for (const line of head.split('\\r\\n')) console.error(line.split(':').slice(0, 2).join(':'));",
      ],
    ],
  },
  {
    name: 'one-read',
    killedBy: 'splits',
    diagnosis: 'first-piece-only',
    edits: [
      ['look(false);', 'look(true);'],
      [CUT_SHORT, 'if (ended) return rest;'],
    ],
  },
  {
    name: 'last-piece-only',
    killedBy: 'splits',
    diagnosis: 'split-not-understood',
    edits: [[COLLECT, 'received = bytes;']],
  },
  {
    name: 'pieces-as-text',
    killedBy: 'splits',
    diagnosis: 'through-text',
    edits: [[COLLECT, 'received = Buffer.concat([received, Buffer.from(bytes.toString())]);']],
  },
  {
    name: 'first-content-only',
    killedBy: 'until-close',
    diagnosis: 'first-piece-only',
    edits: [['return ended ? rest : undefined;', 'return ended || rest.length > 0 ? rest : undefined;']],
  },
  {
    name: 'waits-for-close',
    killedBy: 'length',
    diagnosis: 'waits-for-close',
    edits: [['look(false);', '']],
  },
  {
    name: 'lets-socket-live',
    killedBy: 'length',
    diagnosis: 'waits-for-close',
    edits: [['socket.destroy();', '']],
  },
  {
    name: 'zero-is-no-length',
    killedBy: 'length',
    diagnosis: 'waits-for-close',
    edits: [[LENGTH, `if (length > 0) ${LENGTH}`]],
  },
  {
    name: 'length-in-characters',
    killedBy: 'length',
    diagnosis: 'length-in-characters',
    edits: [[LENGTH, 'if (rest.toString().length >= length) return rest.subarray(0, length);']],
  },
  {
    name: 'reads-past-length',
    killedBy: 'length',
    diagnosis: 'reads-past-length',
    edits: [[LENGTH, 'if (rest.length >= length) return rest;']],
  },
  {
    name: 'exact-header-names',
    killedBy: 'header-names',
    diagnosis: 'case-sensitive-names',
    edits: [
      ['line.slice(0, colon).toLowerCase()', 'line.slice(0, colon)'],
      ["headers.get('content-length')", "headers.get('Content-Length')"],
    ],
  },
  {
    name: 'split-at-colon-and-space',
    killedBy: 'header-names',
    diagnosis: 'needs-a-space',
    edits: [['line.slice(colon + 1).trim()', 'line.slice(colon + 2)']],
  },
  {
    name: 'needs-a-reason',
    killedBy: 'empty-parts',
    diagnosis: 'empty-part-refused',
    edits: [['(\\d{3})( |$)', '(\\d{3}) \\w']],
  },

  // What goes wrong.
  {
    name: 'always-exits-0',
    killedBy: 'status-error',
    diagnosis: 'ignores-status',
    edits: [['status < 400 ? 0 : 1', '0']],
  },
  {
    name: 'exits-with-4',
    killedBy: 'status-error',
    diagnosis: 'wrong-exit-code',
    edits: [['status < 400 ? 0 : 1', 'status < 400 ? 0 : 4']],
  },
  {
    name: 'drops-error-page',
    killedBy: 'status-error',
    diagnosis: 'error-page-dropped',
    edits: [[PRINT, `if (status < 400) ${PRINT}`]],
  },
  {
    name: 'accepts-short-body',
    killedBy: 'cut-short',
    diagnosis: 'cut-short-accepted',
    edits: [[CUT_SHORT, 'if (ended) return rest;']],
  },
  {
    name: 'exits-without-a-word',
    killedBy: 'cut-short',
    diagnosis: 'no-message',
    edits: [[CUT_SHORT, 'if (ended) process.exit(1);']],
  },
  {
    name: 'accepts-no-answer',
    killedBy: 'no-answer',
    diagnosis: 'no-answer-accepted',
    edits: [
      [
        "throw new Error('the server ended the connection without an answer');",
        "return { head: '', status: 200, headers: new Map(), body: received };",
      ],
    ],
  },
  {
    name: 'accepts-anything',
    killedBy: 'not-http',
    diagnosis: 'not-http-accepted',
    edits: [
      [
        "if (!received.toString('latin1').startsWith('HTTP/')) throw notHttp(received);",
        "return { head: '', status: 200, headers: new Map(), body: received };",
      ],
    ],
  },
  {
    name: 'no-catch',
    killedBy: 'refused',
    diagnosis: 'stack-trace',
    edits: [['main(address).catch((error: Error) => {', 'main(address);\n((error: Error) => {']],
  },
  {
    name: 'silent-failure',
    killedBy: 'refused',
    diagnosis: 'no-message',
    edits: [['console.error(`http_client: ${error.message}`);', '']],
  },
  {
    name: 'failure-exits-0',
    killedBy: 'refused',
    diagnosis: 'wrong-exit-code',
    edits: [['process.exitCode = 1;', 'process.exitCode = 0;']],
  },
  {
    name: 'knows-one-error',
    killedBy: 'unknown-host',
    diagnosis: 'wrong-exit-code',
    edits: [
      ['      reject(new Error(`the', "      if (error.code === 'ECONNREFUSED') reject(new Error(`the"],
    ],
  },
  {
    name: 'shrugs-at-bad-url',
    killedBy: 'bad-url',
    diagnosis: 'bad-url-accepted',
    edits: [['throw new Error(`this is not a URL: ${text}`);', 'process.exit(0);']],
  },
  {
    name: 'https-as-http',
    killedBy: 'bad-url',
    diagnosis: 'https-as-http',
    edits: [["url.protocol !== 'http:'", "url.protocol === 'ftp:'"]],
  },
  {
    name: 'usage-exits-1',
    killedBy: 'usage',
    diagnosis: 'wrong-exit-code',
    edits: [['process.exit(2);', 'process.exit(1);']],
  },

  // Bonus.
  {
    name: 'no-redirects',
    killedBy: 'redirects',
    diagnosis: 'redirect-not-followed',
    edits: [['[301, 302, 303, 307, 308]', '[] as number[]']],
  },
  {
    name: 'two-redirects-known',
    killedBy: 'redirects',
    diagnosis: 'redirect-not-followed',
    edits: [['[301, 302, 303, 307, 308]', '[301, 302]']],
  },
  {
    name: 'relative-to-root',
    killedBy: 'redirects',
    diagnosis: 'wrong-target',
    edits: [[NEXT_URL, 'url = parseUrl(new URL(location, url.origin).href);']],
  },
  {
    name: 'stays-at-first-server',
    killedBy: 'redirect-elsewhere',
    diagnosis: 'redirect-not-followed',
    edits: [
      [
        NEXT_URL,
        'const next = new URL(location, url);\n    url = new URL(next.pathname + next.search, url);',
      ],
    ],
  },
  {
    name: 'names-first-host-always',
    killedBy: 'redirect-elsewhere',
    diagnosis: 'wrong-host',
    edits: [[HOST, "`Host: ${parseUrl(process.argv[2] ?? '').host}`,"]],
  },
  {
    name: 'endless-redirects',
    killedBy: 'redirect-loop',
    diagnosis: 'endless-redirects',
    edits: [['redirects === MOST_REDIRECTS', 'redirects < 0']],
  },
  {
    name: 'loop-is-fine',
    killedBy: 'redirect-loop',
    diagnosis: 'loop-accepted',
    edits: [['throw new Error(`more than ${MOST_REDIRECTS} redirects`);', 'return;']],
  },
  {
    name: 'gives-up-early',
    killedBy: 'redirect-loop',
    diagnosis: 'redirect-not-followed',
    edits: [['const MOST_REDIRECTS = 5;', 'const MOST_REDIRECTS = 3;']],
  },
  {
    name: 'prints-chunks',
    killedBy: 'chunked',
    diagnosis: 'chunks-printed',
    edits: [
      ["if (headers.get('transfer-encoding')?.toLowerCase() === 'chunked') {", 'if (ended && !ended) {'],
    ],
  },
  {
    name: 'says-http-1-0',
    killedBy: 'chunked',
    diagnosis: 'says-http-1-0',
    edits: [[`${TARGET} HTTP/1.1`, `${TARGET} HTTP/1.0`]],
  },
  {
    name: 'chunks-until-close',
    killedBy: 'chunked',
    diagnosis: 'waits-for-close',
    edits: [['const body = dechunked(rest);', 'const body = ended ? dechunked(rest) : undefined;']],
  },
  {
    name: 'no-trailer',
    killedBy: 'chunked',
    diagnosis: 'waits-for-close',
    edits: [
      ["bytes.includes('\\r\\n\\r\\n', lineEnd)", "bytes.indexOf('\\r\\n\\r\\n', lineEnd) === lineEnd"],
    ],
  },
  {
    name: 'accepts-cut-chunk',
    killedBy: 'chunked',
    diagnosis: 'cut-short-accepted',
    edits: [
      [
        "if (!body && ended) throw new Error('the body is cut short: the last chunk did not come');",
        'if (!body && ended) return rest;',
      ],
    ],
  },
  {
    name: 'interim-is-final',
    killedBy: 'interim',
    diagnosis: 'interim-taken-for-final',
    edits: [['if (status < 200) return parseResponse(rest, ended);', '']],
  },
  {
    name: 'waits-for-content',
    killedBy: 'no-content',
    diagnosis: 'waits-for-content',
    edits: [['if (status === 204 || status === 304) return Buffer.alloc(0);', '']],
  },
  {
    name: 'brackets-in-address',
    killedBy: 'ipv6',
    diagnosis: 'wrong-destination',
    edits: [["url.hostname.replace(/^\\[|\\]$/g, '')", 'url.hostname']],
  },
  {
    name: 'decodes-the-path',
    killedBy: 'encoding',
    diagnosis: 'not-percent-encoded',
    edits: [[TARGET, '${decodeURI(url.pathname)}${url.search}']],
  },
  {
    name: 'encodes-twice',
    killedBy: 'encoding',
    diagnosis: 'encoded-twice',
    edits: [[TARGET, '${encodeURI(url.pathname)}${url.search}']],
  },
  {
    name: 'url-as-typed',
    killedBy: 'encoding',
    diagnosis: 'header-injected',
    edits: [
      [
        TARGET,
        "${(process.argv[2] ?? '').replace(/^http:..[^/?#]*/, '').replace(/^(?!\\/)/, '/').replace(/#.*/, '').replace(/ |[^\\0-~]/g, encodeURIComponent)}",
      ],
    ],
  },
];
export default mutants;
