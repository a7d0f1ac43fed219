import { type HttpError, notFound } from './http_error.ts';

const reasons: Record<number, string> = {
  200: 'OK',
  301: 'Moved Permanently',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  414: 'URI Too Long',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  505: 'HTTP Version Not Supported',
};

// A response: the status line, the headers, a blank line, and then the body.
function response(status: number, headers: Record<string, string>, body: Buffer): Buffer {
  const head = [
    `HTTP/1.1 ${status} ${reasons[status]}`,
    `Date: ${new Date().toUTCString()}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${body.length}`, // of a Buffer: its bytes, not its characters
    'Connection: close',
    '',
    '',
  ];
  return Buffer.concat([Buffer.from(head.join('\r\n')), body]);
}

export function okResponse(body: Buffer): Buffer {
  return response(200, { 'Content-Type': 'text/html; charset=utf-8' }, body);
}

// Says what is wrong, as text: what a client sent must never become part of a page.
export function clientErrorResponse(error: HttpError): Buffer {
  const body = Buffer.from(`${error.status} ${reasons[error.status]}\n\n${error.message}\n`);
  return response(error.status, { ...error.headers, 'Content-Type': 'text/plain; charset=utf-8' }, body);
}

export function notFoundResponse(): Buffer {
  return clientErrorResponse(notFound());
}
