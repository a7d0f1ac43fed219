import type net from 'node:net';
import path from 'node:path';
import type { Request } from './request.ts';
import type { Script } from './script.ts';

// What a script inherits from the server's own environment, and no more: the rest may hold secrets.
const inherited = ['PATH', 'LANG', 'TZ', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot'];

// Headers that have a variable of their own, that scripts must not see, or that would be taken for
// something else: HTTP_PROXY is what many programs take for *their* proxy ("httpoxy").
const notPassedOn = [
  'content-length',
  'content-type',
  'transfer-encoding',
  'connection',
  'authorization',
  'proxy-authorization',
  'proxy',
];

// The environment of a script: the request, told in variables (RFC 3875, section 4.1).
export function environmentOf(
  request: Request,
  body: Buffer,
  { scriptName, pathInfo }: Script,
  webRoot: string,
  socket: net.Socket,
): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const name of inherited) {
    const value = process.env[name];
    if (value !== undefined) variables[name] = value;
  }
  Object.assign(variables, {
    GATEWAY_INTERFACE: 'CGI/1.1',
    SERVER_SOFTWARE: 'workbook/1.0',
    SERVER_NAME: socket.localAddress ?? '',
    SERVER_PORT: String(socket.localPort ?? ''),
    SERVER_PROTOCOL: request.version,
    REMOTE_ADDR: socket.remoteAddress ?? '',
    REQUEST_METHOD: request.method,
    SCRIPT_NAME: scriptName,
    PATH_INFO: pathInfo,
    QUERY_STRING: request.target.split('?').slice(1).join('?'), // as it came: the script decodes it
  });
  if (pathInfo !== '') variables.PATH_TRANSLATED = path.join(webRoot, pathInfo);
  if (body.length > 0) variables.CONTENT_LENGTH = String(body.length);
  const type = request.headers.get('content-type');
  if (type !== undefined) variables.CONTENT_TYPE = type;

  for (const [name, value] of request.headers) {
    // A-B and A_B would become the same variable, so only one of them may come in.
    if (!/^[a-z0-9-]+$/.test(name) || notPassedOn.includes(name)) continue;
    variables[`HTTP_${name.toUpperCase().replaceAll('-', '_')}`] = Buffer.from(value, 'latin1').toString();
  }
  return variables;
}
