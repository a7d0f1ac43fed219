import { expect, test } from 'vitest';
import { type RequestParts, requestBytes, requestWords } from './request.ts';

test.each<[string, RequestParts, string]>([
  ['a polite request', {}, 'GET / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nConnection: close\r\n\r\n'],
  ['more requests follow', { keepOpen: true }, 'GET / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n'],
  ['no Host', { host: null, version: 'HTTP/1.0' }, 'GET / HTTP/1.0\r\nConnection: close\r\n\r\n'],
  [
    'content',
    { method: 'POST', target: '/a?b', content: 'é', keepOpen: true },
    'POST /a?b HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nContent-Length: 2\r\n\r\n\xc3\xa9',
  ],
  [
    'a wrong length',
    { headers: [['content-length', '-1']], content: 'x', keepOpen: true },
    'GET / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\ncontent-length: -1\r\n\r\nx',
  ],
  [
    'bytes beyond ASCII in the head are one byte each',
    { target: '/\xff', headers: [['X', '\r\nY: z']], host: null, keepOpen: true },
    'GET /\xff HTTP/1.1\r\nX: \r\nY: z\r\n\r\n',
  ],
])('%s', (_name, parts, bytes) => {
  expect(requestBytes(parts, 8080).toString('latin1')).toBe(bytes);
});

test.each([
  ['GET /a HTTP/1.1\r\nHost: b\r\n\r\n', 'GET /a HTTP/1.1'],
  ['\x16\x03\x01 rubbish', '??? rubbish'],
  [`GET /${'a'.repeat(5000)} HTTP/1.1\r\n`, `GET /${'a'.repeat(55)}…`],
  ['', ''],
])('%j in words', (bytes, words) => {
  expect(requestWords(Buffer.from(bytes, 'latin1'))).toBe(words);
});
