import { join } from 'node:path';

/** What the script may know of the server's own environment: where programs are, nothing else. */
const INHERITED = ['PATH', 'SYSTEMROOT', 'PATHEXT'];

/**
 * Fields that a script does not get as HTTP_*: they have a variable of their own, are between client and
 * server alone, are secret (section 9.2), or would be taken for the name of a proxy ("httpoxy").
 */
const WITHHELD = new Set([
  'content-length',
  'content-type',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'te',
  'upgrade',
  'expect',
  'authorization',
  'proxy-authorization',
  'proxy',
]);

/** The meta-variables of a request (RFC 3875, section 4.1), and what a program needs to start. */
export function environmentOf(request, target, script, root) {
  const { socket, headers } = request;
  const inherited = INHERITED.flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]]],
  );
  return {
    ...fieldVariables(request.rawHeaders),
    ...Object.fromEntries(inherited),
    GATEWAY_INTERFACE: 'CGI/1.1',
    SERVER_SOFTWARE: 'workbook',
    SERVER_PROTOCOL: `HTTP/${request.httpVersion}`,
    SERVER_NAME: hostName(headers.host) ?? socket.localAddress,
    SERVER_PORT: String(socket.localPort),
    REMOTE_ADDR: socket.remoteAddress ?? '',
    REMOTE_HOST: socket.remoteAddress ?? '',
    REQUEST_METHOD: request.method,
    SCRIPT_NAME: script.name,
    QUERY_STRING: target.query ?? '',
    ...(script.pathInfo && { PATH_INFO: script.pathInfo, PATH_TRANSLATED: join(root, script.pathInfo) }),
    ...(Number(headers['content-length']) > 0 && { CONTENT_LENGTH: headers['content-length'] }),
    ...(headers['content-type'] !== undefined && { CONTENT_TYPE: asBytes(headers['content-type']) }),
  };
}

/** `Accept-Language: fr` → `HTTP_ACCEPT_LANGUAGE`; a field that comes twice is joined (section 4.1.18). */
function fieldVariables(rawHeaders) {
  const variables = {};
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i].toLowerCase();
    // `X_A` would become the same variable as `X-A`: a client could write over what another server set.
    if (WITHHELD.has(name) || !/^[a-z0-9-]+$/.test(name)) continue;
    const variable = `HTTP_${name.toUpperCase().replaceAll('-', '_')}`;
    const value = asBytes(rawHeaders[i + 1]);
    const before = variables[variable];
    variables[variable] =
      before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ', '}${value}`;
  }
  return variables;
}

/** Node reads field values as Latin-1; written as UTF-8 they become the bytes that came. */
const asBytes = (value) => Buffer.from(value, 'latin1').toString();

/** The host of a Host field, without the port. */
const hostName = (host) => /^([\w.-]+|\[[\da-f:.]+\])(:\d*)?$/i.exec(host ?? '')?.[1];
