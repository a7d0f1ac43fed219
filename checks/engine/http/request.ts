/** The parts of a request. What is not given is what a polite client sends. */
export interface RequestParts {
  /** Default GET. */
  method?: string;
  /** As it stands in the request line. Default `/`. */
  target?: string;
  /** Default HTTP/1.1. */
  version?: string;
  /** The value of Host; `null`: none is sent. Default: where the program listens. */
  host?: string | null;
  /** More header lines. */
  headers?: readonly (readonly [name: string, value: string])[];
  /** The content; its Content-Length is added, unless `headers` say how long it is. */
  content?: Buffer | string;
  /** Do not send `Connection: close`: more requests follow on this connection. */
  keepOpen?: boolean;
}

/**
 * The bytes of a request (RFC 9112, section 3). Nothing in the parts is checked, so that wrong requests
 * can be built from them too: one character of a part is one byte where it is below U+0100. What cannot be
 * said in parts is built by hand, as a Buffer.
 */
export function requestBytes(parts: RequestParts, port: number): Buffer {
  const { method = 'GET', target = '/', version = 'HTTP/1.1', headers = [], keepOpen = false } = parts;
  const { host = `127.0.0.1:${port}` } = parts;
  const content = Buffer.from(parts.content ?? '');
  const framed = headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name));
  const lines = [
    `${method} ${target} ${version}`,
    ...(host === null ? [] : [`Host: ${host}`]),
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(parts.content === undefined || framed ? [] : [`Content-Length: ${content.length}`]),
    ...(keepOpen ? [] : ['Connection: close']),
    '',
    '',
  ];
  return Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), content]);
}

/** The first line of a request, for messages: `GET /a%20b HTTP/1.1`, cut short where it is long. */
export function requestWords(bytes: Buffer): string {
  const [line = ''] = bytes.toString('latin1', 0, 2000).split(/\r?\n/);
  const text = line.replace(/[^ -~]/g, '?');
  return text.length > 70 ? `${text.slice(0, 60)}…` : text;
}
