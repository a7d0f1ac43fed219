import net from 'node:net';

const address = process.argv[2];

if (address === undefined) {
  console.error('usage: http_client.ts url');
  process.exit(2);
}

const MOST_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

// A response, taken apart.
interface HttpResponse {
  head: string;
  status: number;
  headers: Map<string, string>;
  body: Buffer;
}

// Takes a URL apart. The class URL also writes as %20 and the like what must not stand in a request.
function parseUrl(text: string): URL {
  if (!URL.canParse(text)) throw new Error(`this is not a URL: ${text}`);
  const url = new URL(text);
  if (url.protocol !== 'http:') throw new Error(`only http:// is spoken here, not ${url.protocol}//`);
  return url;
}

// The request: a line, the headers, and a blank line. Every line ends with CR LF.
function requestFor(url: URL): string {
  return [
    `GET ${url.pathname}${url.search} HTTP/1.1`, // without the fragment (#…): that is for us alone
    `Host: ${url.host}`, // with the port, unless it is 80
    'Connection: close',
    '',
    '',
  ].join('\r\n');
}

// Takes apart what has come so far: undefined as long as something is missing.
// `ended` says that nothing more will come.
function parseResponse(received: Buffer, ended: boolean): HttpResponse | undefined {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) {
    if (!ended) return undefined;
    if (received.length === 0) throw new Error('the server ended the connection without an answer');
    if (!received.toString('latin1').startsWith('HTTP/')) throw notHttp(received);
    throw new Error('the server ended the connection in the middle of the headers');
  }
  // latin1 makes one character of each byte, so nothing can go wrong.
  const head = received.toString('latin1', 0, headEnd);
  const rest = received.subarray(headEnd + 4);
  const [statusLine = '', ...headerLines] = head.split('\r\n');
  const status = Number(/^HTTP\/1\.\d (\d{3})( |$)/.exec(statusLine)?.[1]);
  if (Number.isNaN(status)) throw notHttp(received);
  // 1xx is only a word in between. The response itself comes behind it.
  if (status < 200) return parseResponse(rest, ended);

  const headers = new Map<string, string>();
  for (const line of headerLines) {
    const colon = line.indexOf(':');
    // A name means the same in any case of letters.
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  const body = bodyIn(rest, status, headers, ended);
  return body && { head, status, headers, body };
}

function notHttp(received: Buffer): Error {
  const start = JSON.stringify(received.toString('latin1', 0, 30));
  return new Error(`the answer is not HTTP, it begins with ${start}`);
}

// Where does the body end? The rules of RFC 9112, section 6.3, in their order.
function bodyIn(
  rest: Buffer,
  status: number,
  headers: Map<string, string>,
  ended: boolean,
): Buffer | undefined {
  if (status === 204 || status === 304) return Buffer.alloc(0);
  if (headers.get('transfer-encoding')?.toLowerCase() === 'chunked') {
    const body = dechunked(rest);
    if (!body && ended) throw new Error('the body is cut short: the last chunk did not come');
    return body;
  }
  const contentLength = headers.get('content-length');
  if (contentLength === undefined) return ended ? rest : undefined;
  if (!/^\d+$/.test(contentLength)) throw new Error(`this is no Content-Length: ${contentLength}`);
  const length = Number(contentLength);
  if (rest.length >= length) return rest.subarray(0, length);
  if (ended) throw new Error(`the body is cut short: ${rest.length} of ${length} bytes came`);
  return undefined;
}

// Takes the body out of its chunks: the size, CR LF, that many bytes, CR LF, … until a chunk of size 0.
function dechunked(bytes: Buffer): Buffer | undefined {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    // Behind the size may stand a semicolon and more, which is of no interest here.
    const size = bytes.toString('latin1', at, lineEnd).replace(/;.*/, '').trim();
    if (!/^[0-9a-f]+$/i.test(size)) throw new Error(`this is no size of a chunk: ${size}`);
    const length = Number.parseInt(size, 16);
    // Behind the last chunk headers may follow, and then a blank line.
    if (length === 0) return bytes.includes('\r\n\r\n', lineEnd) ? Buffer.concat(pieces) : undefined;
    pieces.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + length));
    at = lineEnd + 2 + length + 2;
  }
  return undefined;
}

// Sends one request, and gives the response as soon as all of it has come.
function get(url: URL): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const host = url.hostname.replace(/^\[|\]$/g, ''); // an IPv6 address has brackets in a URL only
    const socket = net.connect(Number(url.port || 80), host);
    let received = Buffer.alloc(0);

    function look(ended: boolean) {
      try {
        const response = parseResponse(received, ended);
        if (!response) return;
        resolve(response);
      } catch (error) {
        reject(error);
      }
      socket.destroy();
    }

    socket.on('connect', () => socket.write(requestFor(url)));
    // The response may come in any number of pieces, cut anywhere.
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      look(false);
    });
    socket.on('end', () => look(true));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      reject(new Error(`the conversation with ${url.host} failed (${error.code})`));
    });
  });
}

// Gets the page, through redirects if need be. The body goes to stdout, everything else to stderr.
async function main(address: string) {
  let url = parseUrl(address);
  for (let redirects = 0; ; redirects++) {
    const { head, status, headers, body } = await get(url);
    console.error(head.replaceAll('\r\n', '\n'));
    const location = headers.get('location');
    if (!REDIRECTS.includes(status) || location === undefined) {
      process.stdout.write(body);
      process.exitCode = status < 400 ? 0 : 1;
      return;
    }
    if (redirects === MOST_REDIRECTS) throw new Error(`more than ${MOST_REDIRECTS} redirects`);
    // The new address may be relative to the present one.
    url = parseUrl(new URL(location, url).href);
  }
}

main(address).catch((error: Error) => {
  console.error(`http_client: ${error.message}`);
  process.exitCode = 1;
});
