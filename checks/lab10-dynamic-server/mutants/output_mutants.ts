import type { Mutant } from '../../testing/mutants.ts';
import { mutantOf } from './mutant_of.ts';

const cgi = mutantOf('cgi.ts');
const connection = mutantOf('connection.ts');
const child = mutantOf('process.ts');

const BLANK = '/^\\r?\\n|\\r?\\n\\r?\\n/.exec(text)';
const NO_BLANK = "if (!blank) throw new HttpError(502, 'The script printed no header.');";
const PARSE = 'return parseOutput(output);';
const BODY = 'const body = output.subarray(blank.index + blank[0].length);';
const KEEP = 'headers[name] = value;';
const KEEP_MORE =
  'headers[known] = [headers[known] ?? [], value].flat(); // Set-Cookie, for one, may come often';
const OURS = '} else if (!ours.includes(name.toLowerCase())) {';
const STATUS = "if (name.toLowerCase() === 'status') {";
const WITH_BODY = 'mayHaveBody ? Buffer.concat([head, body]) : head';

/** What becomes of the output of a script. */
export const OUTPUT_MUTANTS: readonly Mutant[] = [
  // Head and content.
  cgi('crlf-only', 'script-output', 'script-lf-not-read', [BLANK, '/\\r\\n\\r\\n/.exec(text)']),
  cgi(
    'crlf-only-else-all-is-content',
    'script-output',
    'script-lf-not-read',
    [BLANK, '/\\r\\n\\r\\n/.exec(text)'],
    [NO_BLANK, 'if (!blank) return { status: 200, headers: {}, body: output };'],
  ),
  cgi('lf-only', 'line-ends', 'script-crlf-not-read', [BLANK, '/\\n\\n/.exec(text)']),
  cgi('all-is-content', 'script-output', 'script-head-in-content', [
    PARSE,
    "return { status: 200, headers: { 'Content-Type': 'text/plain' }, body: output };",
  ]),
  cgi('status-line-before-raw-output', 'line-ends', 'bare-lf', [
    PARSE,
    "return { status: 200, headers: {}, body: Buffer.concat([Buffer.from('HTTP/1.1 200 OK\\r\\n'), output]), asItIs: true };",
  ]),
  connection('lf-in-the-head', 'line-ends', 'bare-lf', ["lines.join('\\r\\n')", "lines.join('\\n')"]),
  connection('length-of-the-string', 'script-output', 'length-in-characters', [
    '[`Content-Length: ${body.length}`]',
    '[`Content-Length: ${Buffer.isBuffer(body) ? String(body).length : body.length}`]',
  ]),
  connection('no-body', 'script-output', 'length-too-large', [WITH_BODY, 'mayHaveBody ? head : head']),
  connection('length-taken-too-early', 'script-output', 'length-too-small', [
    '[`Content-Length: ${body.length}`]',
    "['Content-Length: 0']",
  ]),
  connection('no-length-and-no-body', 'script-output', 'no-content', [
    WITH_BODY,
    "Buffer.from(head.toString('latin1').replace(/Content-Length: \\d+/, 'Content-Length: 0'), 'latin1')",
  ]),
  connection(
    'blank-line-twice',
    'script-output',
    'blank-line-twice',
    ['[`Content-Length: ${body.length}`]', '[`Content-Length: ${body.length + 2}`]'],
    [WITH_BODY, "mayHaveBody ? Buffer.concat([head, Buffer.from('\\r\\n'), body]) : head"],
  ),
  cgi('trims-content', 'script-output', 'line-ends-changed', [
    BODY,
    "const body = Buffer.from(output.subarray(blank.index + blank[0].length).toString('latin1').trim(), 'latin1');",
  ]),
  cgi('output-cut-at-blank-line', 'bytes', 'cut-short', [
    BODY,
    "const body = Buffer.from(output.toString('latin1').split(/\\r?\\n\\r?\\n/)[1] ?? '', 'latin1');",
  ]),
  cgi('output-through-text', 'bytes', 'through-text', [
    BODY,
    'const body = Buffer.from(output.subarray(blank.index + blank[0].length).toString());',
  ]),
  child('first-data-event-of-the-output', 'large-output', 'cut-short', [
    "stdout.on('data', (bytes: Buffer) => {",
    "stdout.once('data', (bytes: Buffer) => {",
  ]),
  child('output-limit-too-small', 'large-output', 'wrong-status', [
    'const outputLimit = 16 *',
    'const outputLimit = 1 *',
  ]),
  connection('body-for-head', 'head', 'content-on-head', ["!head.startsWith('HEAD ')", 'true']),

  // Headers of the script.
  cgi(
    'no-header-but-its-own',
    'script-headers',
    'no-content-type',
    [OURS, "} else if (name === 'X-Nothing') {"],
    ["headers['Content-Type'] = 'text/plain; charset=utf-8';", 'void 0;'],
  ),
  cgi('always-html', 'script-headers', 'wrong-content-type', [
    "if (!has('content-type') && body.length > 0) headers['Content-Type'] = 'text/plain; charset=utf-8';",
    "for (const one of Object.keys(headers)) if (one.toLowerCase() === 'content-type') delete headers[one];\n  headers['Content-Type'] = 'text/html; charset=utf-8';",
  ]),
  cgi('script-header-names-case-sensitive', 'script-headers', 'wrong-content-type', [
    "if (!has('content-type') && body.length > 0)",
    "if (headers['Content-Type'] === undefined)",
  ]),
  cgi('known-headers-only', 'script-headers', 'header-lost', [
    OURS,
    "} else if (['content-type', 'set-cookie', 'location'].includes(name.toLowerCase())) {",
  ]),
  cgi('script-header-cut-at-second-colon', 'script-headers', 'header-changed', [
    KEEP,
    "headers[name] = value.split(':')[0] ?? '';",
  ]),
  cgi('cookies-joined', 'script-headers', 'cookies-joined', [KEEP_MORE, "headers[known] += ', ' + value;"]),
  cgi('last-cookie-wins', 'script-headers', 'cookies-joined', [KEEP_MORE, 'headers[known] = value;']),
  cgi('type-undefined', 'untyped', 'wrong-content-type', [
    "headers['Content-Type'] = 'text/plain; charset=utf-8';",
    "headers['Content-Type'] = String(undefined);",
  ]),
  cgi('redirect-loses-location', 'client-redirect', 'header-changed', [
    'return { status: found,',
    'delete headers.Location;\n  return { status: found,',
  ]),
  cgi('location-with-200', 'client-redirect', 'wrong-status', ['location === undefined ? 200 : 302', '200']),
  cgi('believes-length', 'script-length', 'believes-length', ["  'content-length',\n", '']),
  connection('sends-what-the-script-announced', 'script-length', 'believes-length', [
    '[`Content-Length: ${body.length}`]',
    '[`Content-Length: ${/^\\w{5}$/.test(String(body)) ? 2 : body.length}`]',
  ]),

  // Its status.
  cgi('ignores-status', 'status', 'wrong-status', ['status = Number(found[1]);', '']),
  cgi('status-case-sensitive', 'status', 'wrong-status', [STATUS, "if (name === 'Status') {"]),
  cgi('status-needs-a-reason', 'status', 'wrong-status', [
    '/^([2-5]\\d\\d)(?: (.*))?$/',
    '/^([2-5]\\d\\d) (.+)$/',
  ]),
  cgi('status-leaks', 'status', 'status-leaks', [
    'status = Number(found[1]);',
    'status = Number(found[1]);\n      headers.Status = value;',
  ]),
  cgi('any-status', 'broken-head', 'believes-script', [
    "if (!found) throw new HttpError(502, 'The status of the script is not one.');",
    'if (!found) continue;',
  ]),
  cgi('any-line', 'broken-head', 'believes-script', [
    "if (name === '') throw new HttpError(502, 'A header line of the script is not one.');",
    "if (name === '') continue;",
  ]),
  connection('content-with-304', 'no-content', 'content-without-leave', [' && status !== 304;', ';']),
  connection('length-with-204', 'no-content', 'length-not-allowed', [
    'status === 304 || status === 204 ?',
    'status === 304 ?',
  ]),

  // Other kinds of output.
  cgi('nph-parsed', 'nph', 'nph-parsed', ["startsWith('nph-')", "startsWith('nph-none')"]),
  connection('nph-with-a-head', 'nph', 'nph-parsed', ['if (asItIs) return write(socket, body);', '']),
  cgi('sends-the-client-away', 'local-redirect', 'wrong-status', ['return location;', ';']),
];
