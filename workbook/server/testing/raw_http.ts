import net from 'node:net';

/** A response as it came. */
export interface RawResponse {
  status: number;
  /** Names in small letters. */
  headers: Record<string, string>;
  body: string;
}

/** Sends bytes as they are and reads until the server ends; a program that is polite could not send these. */
export function sendRaw(port: number, request: string | Buffer): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = net.connect(port, '127.0.0.1', () => socket.write(request));
    const read = () => {
      const response = parse(Buffer.concat(chunks));
      if (response) {
        socket.destroy();
        resolve(response);
      }
      return response;
    };
    socket.setTimeout(10_000, () => socket.destroy(new Error('no answer in 10 s')));
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      read();
    });
    socket.on('end', () => {
      if (!read()) reject(new Error(`the answer is cut off: ${Buffer.concat(chunks)}`));
    });
    // A server that refuses a long body may cut the connection behind its answer.
    socket.on('error', (error) => {
      if (!read()) reject(error);
    });
  });
}

function parse(bytes: Buffer): RawResponse | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
  const body = bytes.subarray(end + 4);
  const length = Number(headers['content-length'] ?? 0);
  if (body.length < length) return undefined;
  return { status: Number(first.split(' ')[1]), headers, body: body.subarray(0, length).toString() };
}

/** A request in the usual shape; `headers` replace or (as undefined) remove the usual ones. */
export function requestText(
  port: number,
  line: string,
  headers: Record<string, string | undefined> = {},
  body = '',
): string {
  const all: Record<string, string | undefined> = {
    Host: `127.0.0.1:${port}`,
    ...(body && { 'Content-Length': String(Buffer.byteLength(body)) }),
    ...headers,
  };
  const rows = Object.entries(all).filter(([, value]) => value !== undefined);
  return `${line} HTTP/1.1\r\n${rows.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}
