import type { FileHandle } from 'node:fs/promises';
import { HttpError, notFound } from './http_error.ts';

export const reasons: Record<number, string> = {
  200: 'OK',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  304: 'Not Modified',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  411: 'Length Required',
  413: 'Content Too Large',
  414: 'URI Too Long',
  416: 'Range Not Satisfiable',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  504: 'Gateway Timeout',
  505: 'HTTP Version Not Supported',
};

// A part of an open file, sent while it is read: a large file never is in memory as a whole.
export interface FilePart {
  file: FileHandle;
  start: number;
  length: number;
}

export interface Response {
  status: number;
  reason?: string;
  headers: Record<string, string | string[]>;
  body: Buffer | FilePart;
}

// The page is ours; the names in it are not. Should one of them ever become markup, nothing of it is run.
const pageHeaders = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': "default-src 'none'",
  'Cache-Control': 'no-store',
};

export function okResponse(body: Buffer | FilePart, headers: Record<string, string> = pageHeaders): Response {
  return { status: 200, headers, body };
}

// Says what is wrong, as text: what a client sent must never become part of a page.
export function clientErrorResponse(error: HttpError): Response {
  const body = Buffer.from(`${error.status} ${reasons[error.status]}\n\n${error.message}\n`);
  return {
    status: error.status,
    headers: { ...error.headers, 'Content-Type': 'text/plain; charset=utf-8' },
    body,
  };
}

export function notFoundResponse(): Response {
  return clientErrorResponse(notFound());
}

// What the system says when there is no such file, in one of its many ways.
const missing = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'EINVAL'];
const forbidden = ['EACCES', 'EPERM'];

// The answer to a request that went wrong.
export function errorResponse(error: unknown): Response {
  if (error instanceof HttpError) return clientErrorResponse(error);
  const { code = '' } = error as NodeJS.ErrnoException;
  if (missing.includes(code)) return notFoundResponse();
  if (forbidden.includes(code)) return clientErrorResponse(new HttpError(403, 'This may not be read.'));
  console.error(error); // our own mistake: the details are for us, not for the client
  return clientErrorResponse(new HttpError(500, 'Something went wrong in the server.'));
}
