import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A figure is a picture, whatever it contains: an SVG that is opened by itself may run nothing. */
const FIGURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

/** Headers of every response: nothing from elsewhere is loaded, nobody else may embed or read it, nothing is guessed. */
const SAFE = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  'Cache-Control': 'no-store',
};

/** What a route answers with: a file's text or bytes, or JSON. */
export type Answer = {
  status?: number;
  headers?: Readonly<Record<string, string>>;
} & ({ json: unknown } | { type: string; body: string | Buffer; figure?: boolean });

/** Sends an answer, with the headers that keep the page safe. */
export function respond(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const { status = 200, headers = {} } = answer;
  const type = 'json' in answer ? 'application/json; charset=utf-8' : answer.type;
  const plain = 'json' in answer ? JSON.stringify(answer.json) : answer.body;
  let body = typeof plain === 'string' ? Buffer.from(plain) : plain;
  const packed = body.length > 4096 && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  if (packed) body = gzipSync(body, { level: 1 });
  response.writeHead(status, {
    ...SAFE,
    ...('figure' in answer && answer.figure && { 'Content-Security-Policy': FIGURE_POLICY }),
    'Content-Type': type,
    'Content-Length': body.length,
    ...(packed && { 'Content-Encoding': 'gzip' }),
    Vary: 'Accept-Encoding',
    ...headers,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** Begins an endless response of server-sent events. */
export function beginEvents(response: ServerResponse): void {
  response.writeHead(200, { ...SAFE, 'Content-Type': 'text/event-stream; charset=utf-8' });
  response.flushHeaders();
}
