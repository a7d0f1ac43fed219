import { describe, expect, test } from 'vitest';
import { hexLines, isBinary, runsOf } from './bytes.ts';
import { asCurl, asJson, asPrintf } from './copy.ts';
import { failingRow } from './failing_row.ts';
import { gapHeight, gapWords } from './gap.ts';
import { linesOf } from './lines.ts';
import { locateFailure } from './locate_failure.ts';
import { fromBase64, fromEvents, toBase64 } from './record.ts';
import { type ChunkRow, type EventRow, Rows } from './rows.ts';
import { bytes, data, recording } from './testing.ts';

const rowsOf = (...events: Parameters<Rows['push']>[0][]) => {
  const rows = new Rows();
  for (const event of events) rows.push(event);
  return rows.list;
};
const told = (row: unknown, pointAt?: number) =>
  linesOf(row as ChunkRow, pointAt).map(
    ({ kind, pieces }) => `${kind}: ${pieces.flatMap(({ runs }) => runs.map(({ text }) => text)).join(' ')}`,
  );

describe('bytes', () => {
  test.each([
    ['text and line ends', 'a b\r\n', ['a b', 'CR', 'LF']],
    ['what is no text', '\0\x07\xff', ['NUL', 'BEL', 'FF']],
    ['a letter of two bytes', '\xc3\xa9', ['é']],
    ['half a letter', '\xc3', ['C3']],
    ['the replacement character is shown as its bytes', '\xef\xbf\xbd', ['EF', 'BF', 'BD']],
    ['nothing', '', []],
  ])('%s', (_, text, shown) => {
    expect(runsOf(fromBase64(bytes(text))).map((run) => run.text)).toEqual(shown);
  });

  test('a byte that is pointed at is a run of its own', () => {
    expect(runsOf(fromBase64(bytes('abc')), 10, [11, 12])).toEqual([
      { kind: 'text', text: 'a', at: 10, length: 1 },
      { kind: 'text', text: 'b', at: 11, length: 1 },
      { kind: 'text', text: 'c', at: 12, length: 1 },
    ]);
  });

  test.each([
    ['a page', '<p>Montr\xc3\xa9al</p>\r\n', false],
    ['a picture', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01', true],
    ['three bytes', '\0\x01\x02', false],
    ['all bytes', Array.from({ length: 256 }, (_, i) => String.fromCharCode(i)).join(''), true],
  ])('nobody reads %s as text: %#', (_, text, binary) => {
    expect(isBinary(fromBase64(bytes(text)))).toBe(binary);
  });

  test('hex, sixteen bytes in a line', () => {
    const lines = hexLines(fromBase64(bytes('0123456789abcdef\n')), 16);
    expect(lines.map(({ at, text }) => [at, text])).toEqual([
      [16, '0123456789abcdef'],
      [32, '·'],
    ]);
  });

  test('base64 goes there and back; what is none is nothing', () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(fromBase64(toBase64(all))).toEqual(all);
    expect(fromBase64('***')).toHaveLength(0);
  });
});

describe('rows', () => {
  test('a response in two chunks, cut within a line end', () => {
    const [request, first, second] = rowsOf(
      data('client', 'GET / HTTP/1.1\r\n\r\n'),
      data('server', 'HTTP/1.1 200 OK\r\nContent-Length: 6\r', 5),
      data('server', '\n\r\nhello\n', 6),
    );
    expect(told(request)).toEqual(['start-line: GET / HTTP/1.1 CR LF', 'blank-line: CR LF']);
    expect(told(first)).toEqual(['start-line: HTTP/1.1 200 OK CR LF', 'field-name: Content-Length :  6 CR']);
    expect(told(second)).toEqual(['line-end: LF', 'blank-line: CR LF', 'content: hello LF']);
    expect(second).toMatchObject({ start: 35, size: 9, gap: 1, count: { announced: 6, came: 6 } });
    expect(linesOf(second as ChunkRow)[1]?.endOfHeaders).toBe(true);
    expect(linesOf(first as ChunkRow)[1]?.note).toBe('how many bytes of content follow');
  });

  test('a bare LF is marked, in the head alone', () => {
    const [, row] = rowsOf(
      data('client', 'GET / HTTP/1.1\r\n\r\n'),
      data('server', 'HTTP/1.1 200 OK\nA: b\r\n\r\nx\n'),
    );
    const lines = linesOf(row as ChunkRow);
    expect(lines.map(({ wrong }) => wrong ?? false)).toEqual([true, false, false, false]);
    expect(lines[0]?.note).toContain('CR');
  });

  test('content that never came', () => {
    const list = rowsOf(
      data('client', 'GET / HTTP/1.1\r\n\r\n'),
      data('server', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello'),
      { at: 3, conversation: 1, from: 'server', kind: 'fin' },
    );
    expect((list[2] as EventRow).missing).toBe(4);
  });

  test('the answer to HEAD has no content', () => {
    const list = rowsOf(
      data('client', 'HEAD / HTTP/1.1\r\n\r\n'),
      data('server', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n'),
      { at: 3, conversation: 1, from: 'server', kind: 'fin' },
    );
    expect((list[1] as ChunkRow).count).toBeUndefined();
    expect((list[2] as EventRow).missing).toBeUndefined();
  });

  test('bytes that were not kept are counted', () => {
    const list = rowsOf(data('client', 'GET / HTTP/1.1\r\n\r\n'), {
      ...data('server', 'HTTP/1.1 200 OK\r\nContent-Length: 500000\r\n\r\n'),
      size: 500_043,
    });
    expect(list[1]).toMatchObject({ size: 500_043, count: { announced: 500_000 } });
    expect((list[1] as ChunkRow).count?.came).toBeGreaterThan(499_990);
  });

  test('content that is no text is numbers, sixteen in a line', () => {
    const [, row] = rowsOf(
      data('client', 'GET / HTTP/1.1\r\n\r\n'),
      data('server', `HTTP/1.1 200 OK\r\n\r\n${'\0\x01\xff\xfe'.repeat(5)}`),
    );
    const lines = linesOf(row as ChunkRow);
    expect(lines.map(({ at, to, hex }) => [at, to, hex?.bytes.length])).toEqual([
      [0, 17, undefined],
      [17, 19, undefined],
      [19, 35, 16],
      [35, 39, 4],
    ]);
  });

  test('what is not HTTP is text, in lines; each conversation counts for itself', () => {
    const list = rowsOf(
      data('client', 'one\ntwo', 0, 1),
      data('client', 'three', 1, 2),
      data('client', '!', 2, 1),
    );
    expect(told(list[0])).toEqual(['text: one LF', 'text: two']);
    expect(list.map((row) => (row as ChunkRow).start)).toEqual([0, 0, 7]);
  });
});

describe('the failing byte', () => {
  const list = rowsOf(data('client', 'x'), data('server', 'abc'), data('server', 'def'));
  test.each([
    ['in the second chunk', 4, 2],
    ['behind the last byte', 6, 2],
    ['in the first chunk', 0, 1],
  ])('%s', (_, at, index) => {
    expect(failingRow(list, { message: '', conversation: 1, at })).toBe(index);
  });

  test('nothing was sent: where the conversation ended', () => {
    const silent = rowsOf(data('client', 'x'), { at: 9, conversation: 1, from: 'server', kind: 'fin' });
    expect(failingRow(silent, { message: '', conversation: 1, at: 0 })).toBe(1);
  });

  test('no place on the wire', () => {
    expect(failingRow(list, { message: '' })).toBeUndefined();
    expect(failingRow(list, undefined)).toBeUndefined();
  });

  const events = [
    data('server', 'HTTP/1.0 500', 0, 1),
    data('server', 'HTTP/1.0 ', 1, 2),
    data('server', '200', 2, 2),
  ];
  test.each([
    ['the whole stream', 'HTTP/1.0 200', 9, { conversation: 2, at: 9 }],
    ['a part of it', '200', 1, { conversation: 2, at: 10 }],
    ['the end', '200', 3, { conversation: 2, at: 12 }],
    ['an earlier conversation', '500', 0, { conversation: 1, at: 9 }],
    ['not sent', 'xyz', 0, undefined],
  ])('is found in %s', (_, actual, at, place) => {
    expect(locateFailure(events, 'server', fromBase64(bytes(actual)), at)).toEqual(place);
  });
});

describe('copy', () => {
  const ask = (request: string) => recording([data('client', request)]);
  test.each([
    [
      'GET / HTTP/1.0\r\n\r\n',
      'curl -sS -i --path-as-is --http1.0 -H User-Agent: -H Accept: http://127.0.0.1:8080/',
    ],
    [
      "POST /a?b HTTP/1.1\r\nHost: x\r\nAccept: */*\r\nUser-Agent: it's me\r\nContent-Length: 2\r\n\r\nhi",
      "curl -sS -i --path-as-is --http1.1 -X POST -H Content-Type: -H 'Accept: */*' -H 'User-Agent: it'\\''s me' --data-binary hi 'http://127.0.0.1:8080/a?b'",
    ],
  ])('as curl: %j', (request, command) => {
    expect(asCurl(ask(request))).toBe(command);
  });

  test.each([['hello\n'], ['GET /'], ['']])('no curl: %j', (said) => {
    expect(asCurl(ask(said))).toBeUndefined();
  });

  test('as printf', () => {
    expect(asPrintf(ask("100% of it's \\ \xff\r\n"))).toBe(
      "printf '100%% of it'\\''s \\\\ \\377\\r\\n' | nc 127.0.0.1 50000",
    );
    const client = { ...recording([data('server', 'HTTP/1.1 200 OK\r\n\r\n')]), server: 'checker' };
    expect(asPrintf(client)).toBe("printf 'HTTP/1.1 200 OK\\r\\n\\r\\n' | nc -l 127.0.0.1 8080");
    expect(asPrintf(recording([]))).toBeUndefined();
  });

  test('as JSON, and back', () => {
    expect(JSON.parse(asJson(ask('x')))).toEqual(ask('x'));
  });
});

test('gaps grow with the silence, ever more slowly', () => {
  expect([0, 10, 100, 1000, 10_000, 1e9].map(gapHeight)).toEqual([4, 18, 42, 68, 94, 96]);
  const words = [10, 380, 2100, 185_000].map((ms) => gapWords(ms, (time) => `${time} of silence`));
  expect(words).toEqual([undefined, '380 ms of silence', '2.1 s of silence', '3 min 5 s of silence']);
});

test('the program has the lane that the lab says', () => {
  const event = { at: 1.23456, conversation: 1, from: 'program' as const, kind: 'data' as const, size: 2 };
  const [server] = fromEvents([{ ...event, bytes: Uint8Array.of(104, 105) }], 'server');
  expect(server).toEqual({ at: 1.2, conversation: 1, from: 'server', kind: 'data', bytes: 'aGk=', size: 2 });
  expect(fromEvents([event], 'client')[0]?.from).toBe('client');
});
