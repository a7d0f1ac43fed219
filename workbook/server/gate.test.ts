import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenWorkbook, openWorkbook } from './testing/open_workbook.ts';
import { requestText, sendRaw } from './testing/raw_http.ts';

let book: OpenWorkbook;
let port = 0;
beforeAll(async () => {
  book = await openWorkbook();
  port = book.workbook.port;
});
afterAll(() => book.close());

describe('who is let in', () => {
  const rows: [what: string, headers: Record<string, string | undefined>, path: string, status: number][] = [
    ['the page itself', {}, '/api/course', 200],
    [
      'the page under the name localhost',
      { Host: 'localhost:PORT', Origin: 'http://localhost:PORT' },
      '/api/course',
      200,
    ],
    ['a name that was made to lead here', { Host: 'evil.example:PORT' }, '/api/course', 421],
    ['a name that begins like ours', { Host: '127.0.0.1.evil.example:PORT' }, '/', 421],
    ['our name with another port', { Host: '127.0.0.1:1' }, '/', 421],
    ['our name without a port', { Host: '127.0.0.1' }, '/', 421],
    ['no name', { Host: undefined }, '/', 400],
    ['two names', { Host: '127.0.0.1:PORT\r\nHost: evil.example' }, '/', 400],
    ['another page', { Origin: 'http://evil.example' }, '/api/course', 403],
    ['a page on another port', { Origin: 'http://127.0.0.1:1' }, '/api/course', 403],
    ['a page without an origin', { Origin: 'null' }, '/api/course', 403],
    ['our other name as the origin', { Origin: 'http://localhost:PORT' }, '/api/course', 403],
    ['two origins', { Origin: 'http://127.0.0.1:PORT\r\nOrigin: http://evil.example' }, '/api/course', 403],
    [
      'an image of another page',
      { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' },
      '/icon.svg',
      403,
    ],
    ['a link on another page', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' }, '/', 200],
    [
      'a link to the API',
      { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' },
      '/api/course',
      403,
    ],
    ['another port of this machine', { 'Sec-Fetch-Site': 'same-site' }, '/api/events', 403],
  ];
  test.for(rows)('%s', async ([, headers, path, status]) => {
    const filled = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value?.replaceAll('PORT', String(port))]),
    );
    expect((await book.get(path, filled)).status).toBe(status);
  });

  const posts: [what: string, headers: Record<string, string | undefined>, body: string, status: number][] = [
    ['everything right', {}, '{}', 200],
    ['a program, which has no origin', { Origin: undefined }, '{}', 200],
    ['no token', { 'X-Workbook': undefined }, '{}', 403],
    ['an old token', { 'X-Workbook': 'x'.repeat(32) }, '{}', 403],
    ['the right token from another page', { Origin: 'http://evil.example' }, '{}', 403],
    ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }, 'lab=lab01', 415],
    ['text that calls itself text', { 'Content-Type': 'text/plain' }, '{}', 415],
    ['no type', { 'Content-Type': undefined }, '{}', 415],
    ['a type that only begins like JSON', { 'Content-Type': 'application/json, text/plain' }, '{}', 415],
    ['no JSON', {}, '{', 400],
    ['bytes that are no text', {}, '{"lab":"\uD800"}', 404],
    ['a list', {}, '[]', 400],
    ['null', {}, 'null', 400],
    ['a number for a name', {}, '{"lab":1}', 400],
    ['a lab that is none', {}, '{"lab":"lab99"}', 404],
    ['a lab with a path in it', {}, '{"lab":"../lab01"}', 404],
    ['a long body', {}, `{"lab":"${'x'.repeat(70_000)}"}`, 413],
    [
      'a long body that does not say so',
      { 'Transfer-Encoding': 'chunked', 'Content-Length': undefined },
      `20000\r\n${'x'.repeat(0x20000)}\r\n0\r\n\r\n`,
      413,
    ],
    ['a body that is announced only', { 'Content-Length': '99999999999' }, '{}', 413],
    ['two lengths', { 'Content-Length': '2\r\nContent-Length: 3' }, '{}', 400],
    ['a length and chunks', { 'Content-Length': '2', 'Transfer-Encoding': 'chunked' }, '0\r\n\r\n', 400],
  ];
  test.for(posts)('POST: %s', async ([, headers, body, status]) => {
    expect((await book.post('/api/watch', body, headers)).status).toBe(status);
  });
});

describe('what is there', () => {
  const rows: [line: string, status: number][] = [
    ['GET /', 200],
    ['GET /lab06', 200],
    ['GET /labs', 200],
    ['HEAD /', 200],
    ['GET /app.js', 200],
    ['GET /app.css', 200],
    ['GET /icon.svg', 200],
    ['GET /api/course?x=1', 200],
    ['GET /api/labs/lab06/handout', 200],
    ['GET /api/labs/labs/handout', 200],
    ['GET /api/search?q=%FF%00', 200],
    ['GET /api/search', 200],
    ['GET /api/labs/lab99/handout', 404],
    ['GET /api/labs/lab1/handout', 404],
    ['GET /nothing', 404],
    ['GET //', 404],
    ['GET //evil.example/', 404],
    ['GET http://evil.example/', 404],
    ['GET /../package.json', 404],
    ['GET /%2e%2e/package.json', 404],
    ['GET /..%5cpackage.json', 404],
    ['GET /figures/lab01/../../package.json', 404],
    ['GET /figures/lab01/..%2f..%2fpackage.json', 404],
    ['GET /figures/lab01/echo_server.ts', 404],
    ['GET /figures/lab01/nothing.svg', 404],
    ['GET /figures/lab01/a%00.svg', 404],
    ['GET /.workbook/page.json', 404],
    ['GET /api/labs/__proto__/handout', 404],
    ['GET /%0d%0aSet-Cookie:%20a=b', 404],
    ['GET /api/labs/lab01/run', 405],
    ['POST /api/course', 405],
    ['POST /', 405],
    ['PUT /', 405],
    ['DELETE /api/course', 405],
    ['OPTIONS /api/watch', 405],
    ['OPTIONS *', 405],
    ['TRACE /', 405],
    ['get /', 400],
    ['GET /a b', 400],
  ];
  test.for(rows)('%s', async ([line, status]) => {
    const headers = line.startsWith('POST')
      ? { 'Content-Type': 'application/json', 'X-Workbook': book.workbook.token, 'Content-Length': '0' }
      : {};
    const request = requestText(port, line, { ...headers, Connection: 'close' });
    // The answer to HEAD has a length and no content.
    const response = line.startsWith('HEAD') ? await headOf(request) : await sendRaw(port, request);
    expect(response.status).toBe(status);
    expect(response.headers['set-cookie']).toBeUndefined();
    expect(Object.keys(response.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('an address that is too long', async () => {
    expect((await book.get(`/${'x'.repeat(20_000)}`)).status).toBe(431);
  });

  test('a line end in a header or in the address begins no new header', async () => {
    const response = await book.get('/api/search?q=%0d%0aX-Evil:%201');
    expect(response.headers['x-evil']).toBeUndefined();
    expect((await sendRaw(port, 'GET /\r\n X HTTP/1.1\r\nHost: a\r\n\r\n')).status).toBe(400);
  });
});

describe('what every answer says', () => {
  test.for(['/', '/app.js', '/api/course', '/nothing', '/api/labs/lab01/handout'])('%s', async (path) => {
    const { headers } = await book.get(path);
    expect(headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
  });

  test('the stream of events says the same', async () => {
    const request = requestText(port, 'GET /api/events');
    const { headers } = await sendRaw(port, request);
    expect(headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('a refusal is one sentence', async () => {
    const { body, headers } = await book.post('/api/watch', {}, { 'X-Workbook': undefined });
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(body)).toEqual({ error: 'The token is missing or old. Reload the page.' });
  });

  test('the page holds the token, and no script in it', async () => {
    const { body } = await book.get('/');
    expect(body).toContain(`<meta name="workbook-token" content="${book.workbook.token}">`);
    expect(body.match(/<script/g)).toHaveLength(1);
    expect(body).not.toMatch(/\s(style|on\w+)=/);
  });
});

test('only this machine can connect', async () => {
  const refused = (host: string) =>
    new Promise((resolve) => {
      const socket = net.connect(port, host, () => {
        socket.destroy();
        resolve('connected');
      });
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    });
  expect(await refused('127.0.0.1')).toBe('connected');
  expect(await refused('127.0.0.2')).not.toBe('connected');
  expect(await refused('::1')).not.toBe('connected');
});

async function headOf(request: string) {
  return new Promise<{ status: number; headers: Record<string, string> }>((resolve, reject) => {
    let text = '';
    const socket = net.connect(port, '127.0.0.1', () => socket.write(request));
    socket.setEncoding('latin1').on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', reject);
    socket.on('end', () => {
      expect(text.endsWith('\r\n\r\n')).toBe(true);
      resolve({ status: Number(text.split(' ')[1]), headers: {} });
    });
  });
}
