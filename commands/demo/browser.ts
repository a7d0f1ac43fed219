/** What a browser asks, for a rehearsal without one. */
export const browserRequest = (port: number): string =>
  [
    'GET / HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'User-Agent: Mozilla/5.0 (a browser, played by npm run demo)',
    'Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8',
    'Accept-Language: en',
    'Connection: keep-alive',
    '',
    '',
  ].join('\r\n');
