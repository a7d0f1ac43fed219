import { join } from 'node:path';
import { KNOWN_FAILURES } from './known_failures.ts';
import { ROOT } from './labs.ts';
import { type Peer, peer } from './peer.ts';

type HttpLab = 'lab06' | 'lab07' | 'lab08' | 'lab09' | 'lab10';

/** A server that is started by a launcher of `servers/`, because it needs a configuration. */
function launched(lab: HttpLab, name: string, launcher: string, rest: Partial<Peer> = {}): Peer {
  const file = `checks/testing/servers/${launcher}`;
  return peer(lab, name, `node ${file} {port} {root}`, {
    words: ['node', join(ROOT, file), '{port}', '{root}'],
    ...rest,
  });
}

const versionOfPackage = (name: string): string =>
  `grep '"version"' '${join(ROOT, 'node_modules', name, 'package.json')}'`;

const NGINX: Partial<Peer> = { needs: 'nginx', version: 'nginx -v' };
const LIGHTTPD: Partial<Peer> = { needs: 'lighttpd', version: 'lighttpd -v' };
const APACHE: Partial<Peer> = { needs: 'apache2', version: 'apache2 -v' };
const PYTHON = 'python3 -m http.server {port} --bind 127.0.0.1 --directory {root}';
const BUSYBOX = 'busybox httpd -f -c /dev/null -p 127.0.0.1:{port} -h {root}';
const BUSYBOX_VERSION: Partial<Peer> = { version: 'busybox --help' };

const httpServer = (lab: HttpLab): Peer =>
  peer(lab, 'npm http-server', 'http-server {root} -a 127.0.0.1 -p {port} -c-1', {
    words: [
      'node',
      join(ROOT, 'node_modules/http-server/bin/http-server'),
      ...['{root}', '-a', '127.0.0.1', '-p', '{port}', '-c-1'],
    ],
    version: versionOfPackage('http-server'),
  });

const serve = (lab: HttpLab): Peer =>
  launched(lab, 'npm serve', 'serve.mjs', { version: versionOfPackage('serve') });

const SERVERS: readonly Peer[] = [
  peer('lab06', 'Python, http.server', PYTHON),
  peer('lab06', 'busybox httpd', BUSYBOX, BUSYBOX_VERSION),
  launched('lab06', 'nginx', 'nginx.mjs', NGINX),
  launched('lab06', 'lighttpd', 'lighttpd.mjs', LIGHTTPD),
  launched('lab06', 'Apache', 'apache2.mjs', APACHE),
  httpServer('lab06'),
  serve('lab06'),
  launched('lab06', 'node:http, files', 'node_http.mjs'),

  peer('lab07', 'Python, http.server', PYTHON),
  peer('lab07', 'busybox httpd', BUSYBOX, BUSYBOX_VERSION),
  launched('lab07', 'nginx', 'nginx.mjs', NGINX),
  launched('lab07', 'lighttpd', 'lighttpd.mjs', LIGHTTPD),
  launched('lab07', 'Apache', 'apache2.mjs', APACHE),
  httpServer('lab07'),
  serve('lab07'),
  launched('lab07', 'node:http, files', 'node_http.mjs'),

  peer('lab08', 'Python, http.server', PYTHON),
  launched('lab08', 'nginx', 'nginx.mjs', NGINX),
  launched('lab08', 'lighttpd', 'lighttpd.mjs', LIGHTTPD),
  launched('lab08', 'Apache', 'apache2.mjs', APACHE),
  httpServer('lab08'),
  serve('lab08'),
  peer(
    'lab08',
    'node:http, listing',
    'node checks/testing/servers/node_http.mjs {port} {root} --listing-only',
    {
      words: [
        'node',
        join(ROOT, 'checks/testing/servers/node_http.mjs'),
        '{port}',
        '{root}',
        '--listing-only',
      ],
    },
  ),

  peer('lab09', 'Python, http.server', PYTHON),
  peer('lab09', 'busybox httpd', BUSYBOX, BUSYBOX_VERSION),
  launched('lab09', 'nginx', 'nginx.mjs', NGINX),
  launched('lab09', 'lighttpd', 'lighttpd.mjs', LIGHTTPD),
  launched('lab09', 'Apache', 'apache2.mjs', APACHE),
  httpServer('lab09'),
  serve('lab09'),
  launched('lab09', 'node:http, files', 'node_http.mjs'),

  launched('lab10', 'Python, http.server --cgi', 'python_cgi.mjs', {
    needs: 'python3',
    version: 'python3 --version',
  }),
  peer('lab10', 'busybox httpd', BUSYBOX, BUSYBOX_VERSION),
  launched('lab10', 'lighttpd', 'lighttpd.mjs', LIGHTTPD),
  launched('lab10', 'Apache', 'apache2.mjs', APACHE),
  launched('lab10', 'node:http, CGI', 'node_http_cgi.mjs'),
];

/**
 * The HTTP servers that `npm run peers` tries. As lab08, only those that list folders; as lab10, only
 * those that run scripts. Python, busybox and Apache start a script as a program: it needs `#!` and the x-bit.
 */
export const HTTP_PEERS: readonly Peer[] = SERVERS.map((one) => {
  const [expected, why] = KNOWN_FAILURES[`${one.lab} ${one.name}`] ?? [[], ''];
  return { ...one, expected, why };
});
