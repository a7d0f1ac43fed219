import { describe, expect, test } from 'vitest';
import { type ReaderOptions, RequestReader, ResponseReader } from './message_reader.ts';
import { PROBLEMS, type ProblemKind } from './problem.ts';

type Kind = 'request' | 'response';

/** Reads the bytes in the given pieces; then the connection ends. */
function read(kind: Kind, pieces: readonly Buffer[], options: ReaderOptions = {}) {
  const reader = kind === 'request' ? new RequestReader(options) : new ResponseReader(options);
  for (const piece of pieces) reader.push(piece);
  const before = { complete: reader.complete };
  reader.end();
  return { reader, before };
}

/** Everything that a reader tells, to compare one way of cutting with another. */
function told({ reader, before }: ReturnType<typeof read>) {
  const { complete, problem, forgiven, framing, places, content, rest, trailer } = reader;
  const line = reader instanceof RequestReader ? reader.request : reader.response;
  const fields = [...reader.fields].concat([...(trailer ?? [])]);
  return { complete, problem, forgiven, framing, places, content, rest, fields, line, before };
}

const bytewise = (bytes: Buffer): Buffer[] => Array.from(bytes, (byte) => Buffer.of(byte));

/** What the reader tells about the bytes: the same for every way of cutting them. */
function everyWay(kind: Kind, text: string, options?: ReaderOptions) {
  const bytes = Buffer.from(text, 'latin1');
  const whole = read(kind, [bytes], options);
  const expected = told(whole);
  expect(told(read(kind, bytewise(bytes), options)), 'byte by byte').toEqual(expected);
  for (let cut = 1; cut < bytes.length; cut++) {
    const pieces = [bytes.subarray(0, cut), bytes.subarray(cut)];
    expect(told(read(kind, pieces, options)), `cut before byte ${cut}`).toEqual(expected);
  }
  return whole.reader;
}

/** Where ‸ stands, the reader has to point; the rest are the bytes, one per character. */
const MARK = '‸';
const GET = 'GET / HTTP/1.1\r\n';
const OK = 'HTTP/1.1 200 OK\r\n';
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;

const wrong: Record<Kind, [ProblemKind, string][]> = {
  request: [
    ['bare-lf', 'GET / HTTP/1.1‸\nHost: a\r\n\r\n'],
    ['bare-lf', `${GET}Host: a\r\n‸\n`],
    ['bare-cr', 'GET /‸\r HTTP/1.1\r\n\r\n'],
    ['bare-cr', `${GET}Host: a‸\rb\r\n\r\n`],
    ['leading-empty-line', '‸\r\nGET / HTTP/1.1\r\n\r\n'],
    ['bad-request-line', 'GET‸\r\n\r\n'],
    ['bad-request-line', 'GET /‸\r\n\r\n'],
    ['bad-request-line', 'GET  ‸HTTP/1.1\r\n\r\n'],
    ['bad-request-line', 'please give me ‸/a\r\n\r\n'],
    ['extra-space', 'GET ‸ / HTTP/1.1\r\n\r\n'],
    ['extra-space', '‸ GET / HTTP/1.1\r\n\r\n'],
    ['extra-space', 'GET / HTTP/1.1‸ \r\n\r\n'],
    ['extra-space', 'GET‸\t/ HTTP/1.1\r\n\r\n'],
    ['not-percent-encoded', 'GET /a‸ b HTTP/1.1\r\n\r\n'],
    ['not-percent-encoded', 'GET /caf‸é HTTP/1.1\r\n\r\n'],
    ['not-percent-encoded', 'GET /‸"x" HTTP/1.1\r\n\r\n'],
    ['fragment-sent', 'GET /a‸#b HTTP/1.1\r\n\r\n'],
    ['bad-target', 'GET ‸a.html HTTP/1.1\r\n\r\n'],
    ['bad-target', 'GET ‸* HTTP/1.1\r\n\r\n'],
    ['bad-method', 'G‸(T / HTTP/1.1\r\n\r\n'],
    ['bad-version', 'GET / ‸http/1.1\r\n\r\n'],
    ['bad-version', 'GET / ‸HTTP/1.1.1\r\n\r\n'],
    ['bad-version', 'GET / ‸HTTP/2.0\r\n\r\n'],
    ['bad-version', 'GET / ‸HTTP1.1\r\n\r\n'],
    ['leading-space', `${GET}‸ Host: a\r\n\r\n`],
    ['obs-fold', `${GET}Host: a\r\n‸\tb\r\n\r\n`],
    ['no-colon', `${GET}‸Host a\r\n\r\n`],
    ['no-colon', `${GET}Host: a\r\n‸Accept=b\r\n\r\n`],
    ['space-before-colon', `${GET}Host‸ : a\r\n\r\n`],
    ['bad-field-name', `${GET}My‸ Host: a\r\n\r\n`],
    ['bad-field-name', `${GET}‸: a\r\n\r\n`],
    ['bad-field-name', `${GET}H‸ö: a\r\n\r\n`],
    ['bad-field-value', `${GET}Host: a‸\0b\r\n\r\n`],
    ['length-and-encoding', `${GET}Content-Length: 1\r\n‸Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['bad-content-length', `${GET}Content-Length: ‸-1\r\n\r\n`],
    ['bad-content-length', `${GET}Content-Length:‸\r\n\r\n`],
    ['bad-content-length', `${GET}Content-Length: ‸99999999999999999999\r\n\r\n`],
    ['content-length-differs', `${GET}Content-Length: 1\r\n‸content-length: 2\r\n\r\nab`],
    ['content-length-repeated', `${GET}Content-Length: 1\r\n‸Content-Length: 1\r\n\r\na`],
    ['bad-transfer-encoding', `${GET}Transfer-Encoding: ‸gzip\r\n\r\n`],
    ['bad-transfer-encoding', `${GET}Transfer-Encoding: ‸chunked, chunked\r\n\r\n0\r\n\r\n`],
    ['chunks-in-http-1-0', 'GET / HTTP/1.0\r\n‸Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['no-bytes', '‸'],
    ['head-cut-short', 'GET / HT‸'],
    ['head-cut-short', `${GET}Host: a\r\n‸`],
    ['head-cut-short', `${GET}Host: a\r\n\r‸`],
    ['content-cut-short', 'POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab‸'],
  ],
  response: [
    ['bare-lf', 'HTTP/1.1 200 OK‸\n\n'],
    ['bare-lf', `${OK}‸\nbody`],
    ['leading-empty-line', `‸\r\n${OK}\r\n`],
    ['bad-status-line', '‸<!DOCTYPE html>\n<html>'],
    ['bad-status-line', '‸hello'],
    ['bad-status-line', '‸200 OK\r\n\r\n'],
    ['bad-version', '‸http/1.1 200 OK\r\n\r\n'],
    ['bad-version', '‸HTTP/2 200\r\n\r\n'],
    ['bad-version', 'HTTP/‸2.0 200 OK\r\n\r\n'],
    ['extra-space', 'HTTP/1.1 ‸ 200 OK\r\n\r\n'],
    ['extra-space', '‸ HTTP/1.1 200 OK\r\n\r\n'],
    ['bad-status-code', 'HTTP/1.1 ‸OK\r\n\r\n'],
    ['bad-status-code', 'HTTP/1.1 ‸20 OK\r\n\r\n'],
    ['bad-status-code', 'HTTP/1.1 ‸2000 OK\r\n\r\n'],
    ['bad-status-code', 'HTTP/1.1 ‸099 OK\r\n\r\n'],
    ['bad-status-code', 'HTTP/1.1‸\r\n\r\n'],
    ['status-without-space', 'HTTP/1.1 200‸\r\n\r\n'],
    ['status-without-space', 'HTTP/1.1 200‸OK\r\n\r\n'],
    ['bad-reason', 'HTTP/1.1 200 O‸\x01K\r\n\r\n'],
    ['no-colon', `${OK}Content-Length: 5\r\n‸hello\r\n`],
    ['bad-field-name', `${OK}‸<a href="http://x/">\r\n`],
    ['length-not-allowed', 'HTTP/1.1 204 No Content\r\n‸Content-Length: 0\r\n\r\n'],
    ['bad-transfer-encoding', `${OK}Transfer-Encoding: ‸chunked, gzip\r\n\r\nx`],
    ['chunks-in-http-1-0', 'HTTP/1.0 200 OK\r\n‸Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['bad-chunk-size', `${CHUNKED}‸hello\r\n`],
    ['bad-chunk-size', `${CHUNKED}‸\r\nhello\r\n`],
    ['bad-chunk-size', `${CHUNKED}5‸hello\r\n`],
    ['bad-chunk-size', `${CHUNKED}‸fffffffffffffffff\r\n`],
    ['bad-chunk-size', `${CHUNKED}‸-5\r\n`],
    ['bad-chunk-size', `${CHUNKED}0‸x5\r\n`],
    ['space-behind-chunk-size', `${CHUNKED}5‸ \r\nhello\r\n0\r\n\r\n`],
    ['bad-chunk-end', `${CHUNKED}5\r\nhello‸!\r\n0\r\n\r\n`],
    ['bad-chunk-end', `${CHUNKED}5\r\nhello\r‸!\n0\r\n\r\n`],
    ['bare-lf', `${CHUNKED}5‸\nhello\r\n0\r\n\r\n`],
    ['bare-lf', `${CHUNKED}5\r\nhello‸\n0\r\n\r\n`],
    ['no-colon', `${CHUNKED}0\r\n‸trailer\r\n\r\n`],
    ['no-bytes', '‸'],
    ['head-cut-short', 'HT‸'],
    ['head-cut-short', `${OK}Content-Le‸`],
    ['content-cut-short', `${OK}Content-Length: 5\r\n\r\nhell‸`],
    ['content-cut-short', `${CHUNKED}5\r\nhel‸`],
    ['content-cut-short', `${CHUNKED}5\r\nhello\r\n0\r\n‸`],
  ],
};

describe.for(['request', 'response'] as const)('what is wrong with a %s', (of) => {
  test.for(wrong[of])('%s: %j', ([kind, marked]) => {
    const at = marked.indexOf(MARK);
    const reader = everyWay(of, marked.replace(MARK, ''));
    expect(reader.problem).toMatchObject({ kind, at, spec: PROBLEMS[kind][0] });
    expect(reader.complete).toBe(false);
    expect(reader.done).toBe(true);
  });
});

test('every problem that the reader knows is found in some message', () => {
  const found = new Set([...wrong.request, ...wrong.response].map(([kind]) => kind));
  expect(Object.keys(PROBLEMS).filter((kind) => !found.has(kind as ProblemKind))).toEqual(['head-too-large']);
});

test('a head without an end stops the reader at its limit, however it comes', () => {
  for (const endless of [Buffer.alloc(3000, 'a'), Buffer.from('X: y\r\n'.repeat(500))]) {
    const bytes = Buffer.concat([Buffer.from(GET), endless]);
    for (const pieces of [[bytes], bytewise(bytes)]) {
      const { reader } = read('request', pieces, { headLimit: 1000 });
      expect(reader.problem).toMatchObject({ kind: 'head-too-large', at: 1000 });
    }
  }
});

/** Bytes, and what is read: the content, what follows the message, and whether it was whole before the connection ended. */
const right: [name: string, Kind, bytes: string, content: string, rest: string, whole: boolean][] = [
  ['a request', 'request', 'GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n', '', '', true],
  ['a request without fields', 'request', 'GET / HTTP/1.0\r\n\r\n', '', '', true],
  ['absolute form', 'request', 'GET http://a:1/b HTTP/1.1\r\nHost: a:1\r\n\r\n', '', '', true],
  ['OPTIONS *', 'request', 'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n', '', '', true],
  ['CONNECT', 'request', 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n', '', '', true],
  ['a strange method', 'request', 'M-#x! / HTTP/1.1\r\nHost: a\r\n\r\n', '', '', true],
  ['content', 'request', 'POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc', 'abc', '', true],
  ['one more line end', 'request', `${GET}\r\n\r\n`, '', '\r\n', true],
  ['two requests', 'request', `${GET}\r\n${GET}\r\n`, '', `${GET}\r\n`, true],
  [
    'a chunked request',
    'request',
    `${GET}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\nGET`,
    'a',
    'GET',
    true,
  ],
  ['a length', 'response', `${OK}Content-Length: 5\r\n\r\nhello`, 'hello', '', true],
  ['a length in odd letters, no blank', 'response', `${OK}cOnTeNt-LeNgTh:5\r\n\r\nhello`, 'hello', '', true],
  ['no content', 'response', `${OK}Content-Length: 0\r\n\r\n`, '', '', true],
  ['more than its length', 'response', `${OK}Content-Length: 5\r\n\r\nhello world`, 'hello', ' world', true],
  ['until close', 'response', `${OK}\r\nhello`, 'hello', '', false],
  ['until close, nothing', 'response', `${OK}\r\n`, '', '', false],
  ['an unknown coding', 'response', `${OK}Transfer-Encoding: gzip\r\n\r\nhello`, 'hello', '', false],
  ['no reason', 'response', 'HTTP/1.0 200 \r\n\r\n', '', '', false],
  ['blank lines in content', 'response', `${OK}Content-Length: 6\r\n\r\n\r\n\r\nab`, '\r\n\r\nab', '', true],
  ['204', 'response', 'HTTP/1.1 204 No Content\r\n\r\nx', '', 'x', true],
  ['304 with a length', 'response', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n', '', '', true],
  ['100 before the response', 'response', `HTTP/1.1 100 Continue\r\n\r\n${OK}\r\n`, '', `${OK}\r\n`, true],
  ['chunks', 'response', `${CHUNKED}5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n`, 'hello world', '', true],
  ['chunk extensions', 'response', `${CHUNKED}5;a=b;c="d"\r\nhello\r\n0;x\r\n\r\n`, 'hello', '', true],
  ['odd chunk sizes', 'response', `${CHUNKED}0A\r\n0123456789\r\n000\r\n\r\n`, '0123456789', '', true],
  ['a trailer', 'response', `${CHUNKED}1\r\na\r\n0\r\nExpires: never\r\nX: y\r\n\r\nmore`, 'a', 'more', true],
  ['line ends in a chunk', 'response', `${CHUNKED}4\r\n\r\n\r\n\r\n0\r\n\r\n`, '\r\n\r\n', '', true],
  ['Chunked', 'response', `${OK}transfer-encoding: Chunked\r\n\r\n0\r\n\r\n`, '', '', true],
  [
    'bytes above 127',
    'response',
    `${OK}X: caf\xe9\r\nContent-Length: 2\r\n\r\n\xff\x00`,
    '\xff\x00',
    '',
    true,
  ],
];

test.for(right)('%s', ([, kind, bytes, content, rest, whole]) => {
  const reader = everyWay(kind, bytes);
  expect(reader.problem).toBeUndefined();
  expect(reader.complete).toBe(true);
  expect(reader.content.toString('latin1')).toBe(content);
  expect(reader.rest.toString('latin1')).toBe(rest);
  expect(reader.places.end).toBe(bytes.length - rest.length);
  const { before } = read(kind, [Buffer.from(bytes, 'latin1')]);
  expect(before.complete).toBe(whole);
});

/** What a strict reader stops at and a forgiving one reads all the same, with the list of what it forgave. */
const forgivable: [Kind, bytes: string, content: string, forgiven: ProblemKind[]][] = [
  [
    'request',
    '\r\n\nGET  /a b#c HTTP/1.1 \nHost : x\n\n',
    '',
    [
      'leading-empty-line',
      'bare-lf',
      'leading-empty-line',
      'bare-lf',
      'extra-space',
      'not-percent-encoded',
      'fragment-sent',
      'bare-lf',
      'space-before-colon',
      'bare-lf',
    ],
  ],
  [
    'response',
    'HTTP/1.1 200\nContent-Length: 2\nnonsense\n\nab',
    'ab',
    ['bare-lf', 'status-without-space', 'bare-lf', 'bare-lf', 'no-colon', 'bare-lf'],
  ],
  [
    'response',
    `${OK}Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n1 \na\n0\n\n`,
    'a',
    ['length-and-encoding', 'bare-lf', 'space-behind-chunk-size', 'bare-lf', 'bare-lf', 'bare-lf'],
  ],
  [
    'response',
    `${OK}Content-Length: 1, 1\r\nX: a\r\n b\r\n\r\na`,
    'a',
    ['obs-fold', 'content-length-repeated'],
  ],
];

test.for(forgivable)('a forgiving reader goes on: %s %j', ([kind, bytes, content, forgiven]) => {
  const reader = everyWay(kind, bytes, { forgive: 'all' });
  expect(reader.problem).toBeUndefined();
  expect(reader.content.toString()).toBe(content);
  expect(reader.forgiven.map((one) => one.kind)).toEqual(forgiven);
  expect(everyWay(kind, bytes).problem?.kind).toBe(reader.firstProblem?.kind);
  expect(everyWay(kind, bytes, { forgive: forgiven }).complete).toBe(true);
});

test('a folded line belongs to the value before it, a bare CR is a space', () => {
  const reader = everyWay('response', `${OK}X: a\r\n  b \r\nY: c\rd\r\n\r\n`, { forgive: 'all' });
  expect(reader.fields.value('x')).toBe('a b');
  expect(reader.fields.value('y')).toBe('c d');
});

test('the response to HEAD has a length and no content', () => {
  const reader = everyWay('response', `${OK}Content-Length: 5\r\n\r\n`, { method: 'HEAD' });
  expect(reader.complete).toBe(true);
  expect(reader.places.end).toBe(reader.places.content);
});

test('fields are found in any case of letters, repeated ones are kept, and each has its place', () => {
  const reader = everyWay('response', `${OK}Set-Cookie: a=1\r\nX:y\r\nSET-COOKIE:\t b: 2 \r\n\r\n`);
  expect([...reader.fields]).toEqual([
    { name: 'Set-Cookie', value: 'a=1', at: 17, valueAt: 29 },
    { name: 'X', value: 'y', at: 34, valueAt: 36 },
    { name: 'SET-COOKIE', value: 'b: 2', at: 39, valueAt: 52 },
  ]);
  expect(reader.fields.count).toBe(3);
  expect(reader.fields.value('set-cookie')).toBe('a=1, b: 2');
  expect(reader.fields.first('x')?.value).toBe('y');
  expect([reader.fields.has('Set-cookie'), reader.fields.has('Cookie')]).toEqual([true, false]);
});

test('the parts of the first line are told, and where they stand', () => {
  const { reader } = read('request', [Buffer.from('PUT /a?b HTTP/1.0\r\n\r\n')]);
  expect((reader as RequestReader).request).toEqual({
    method: 'PUT',
    target: '/a?b',
    version: '1.0',
    at: { method: 0, target: 4, version: 9 },
  });
  const { reader: other } = read('response', [Buffer.from('HTTP/1.1 404 Not Found\r\n\r\n')]);
  expect((other as ResponseReader).response).toEqual({ version: '1.1', status: 404, reason: 'Not Found' });
});

test('a second message is read where the first one ended, with places in the same stream', () => {
  const both = Buffer.from(`${GET}Host: a\r\n\r\n${GET}Host : b\r\n\r\n`);
  const { reader: first } = read('request', [both]);
  const second = new RequestReader({ at: first.places.end ?? 0 });
  second.push(first.rest);
  expect(second.problem).toMatchObject({ kind: 'space-before-colon', at: both.indexOf(' : b') });
});

test('a large body is read without copying it again and again', () => {
  const reader = new ResponseReader();
  reader.push(Buffer.from(`${OK}Content-Length: ${64 * 1024 * 1024}\r\n\r\n`));
  const piece = Buffer.alloc(16 * 1024, 'x');
  const began = performance.now();
  for (let i = 0; i < 4096; i++) reader.push(piece);
  expect(performance.now() - began).toBeLessThan(5000);
  expect(reader.complete).toBe(true);
  expect(reader.content.length).toBe(64 * 1024 * 1024);
});
