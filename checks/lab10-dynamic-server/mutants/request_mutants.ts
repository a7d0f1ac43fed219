import type { Mutant } from '../../testing/mutants.ts';
import { mutantOf } from './mutant_of.ts';

const main = mutantOf();
const connection = mutantOf('connection.ts');
const environment = mutantOf('environment.ts');
const child = mutantOf('process.ts');
const request = mutantOf('request.ts');
const script = mutantOf('script.ts');

const QUERY = "request.target.split('?').slice(1).join('?')";
const HEADER_NAME = '!/^[a-z0-9-]+$/.test(name)';
const STDIN = 'stdin.end(input);';
const METHODS = "script ? ['GET', 'HEAD', 'POST'] : ['GET', 'HEAD']";

/** What a script is told about the request, and what it is given. */
export const REQUEST_MUTANTS: readonly Mutant[] = [
  // Variables.
  main('query-in-the-name', 'request-variables', 'query-in-name', [
    'findScript(uri, webRoot)',
    "findScript(asked.target.replace('?', '%3F'), webRoot)",
  ]),
  environment('no-method', 'request-variables', 'no-variable', ['    REQUEST_METHOD: request.method,\n', '']),
  environment('query-decoded', 'request-variables', 'query-decoded', [QUERY, `decodeURIComponent(${QUERY})`]),
  environment('query-ends-at-a-question-mark', 'request-variables', 'wrong-variable', [
    QUERY,
    "(request.target.split('?')[1] ?? '')",
  ]),
  environment('query-with-its-mark', 'request-variables', 'wrong-variable', [
    QUERY,
    "request.target.replace(/^[^?]*/, '')",
  ]),
  environment('script-name-with-query', 'request-variables', 'wrong-variable', [
    'SCRIPT_NAME: scriptName',
    'SCRIPT_NAME: request.target',
  ]),
  environment('port-of-the-client', 'server-variables', 'wrong-variable', [
    'socket.localPort',
    'socket.remotePort',
  ]),
  environment('no-gateway', 'server-variables', 'no-variable', ["    GATEWAY_INTERFACE: 'CGI/1.1',\n", '']),
  environment('port-in-the-name', 'server-variables', 'wrong-variable', [
    "SERVER_NAME: socket.localAddress ?? ''",
    "SERVER_NAME: request.headers.get('host') ?? ''",
  ]),
  environment('no-headers', 'header-variables', 'no-variable', [HEADER_NAME, "name !== 'host'"]),
  environment('dashes-stay', 'header-variables', 'no-variable', [".replaceAll('-', '_')", '']),
  request('value-cut-at-second-colon', 'header-variables', 'value-cut-at-colon', [
    'line.slice(colon + 1)',
    "(line.slice(colon + 1).split(':')[0] ?? '')",
  ]),
  environment('path-info-encoded', 'path-info', 'wrong-variable', [
    'PATH_INFO: pathInfo',
    'PATH_INFO: encodeURI(pathInfo)',
  ]),
  environment('script-name-with-path-info', 'path-info', 'wrong-variable', [
    'SCRIPT_NAME: scriptName',
    'SCRIPT_NAME: scriptName + pathInfo',
  ]),
  script('no-path-info', 'path-info', 'wrong-status', [
    'for (let count = 1; count',
    'for (let count = names.length; count',
  ]),
  environment('no-path-translated', 'path-translated', 'wrong-variable', [
    "if (pathInfo !== '') variables.PATH_TRANSLATED = path.join(webRoot, pathInfo);",
    '',
  ]),
  child('folder-of-the-server', 'working-folder', 'wrong-folder', ['    cwd: path.dirname(script),\n', '']),
  environment('underscores-let-in', 'private-headers', 'header-twins', [
    HEADER_NAME,
    '!/^[a-z0-9_-]+$/.test(name)',
  ]),
  request('last-header-wins', 'private-headers', 'header-lost', [
    'before === undefined ? value : `${before}, ${value}`',
    'value',
  ]),
  environment('password-passed-on', 'private-headers', 'password-passed-on', ["\n  'authorization',", '']),
  environment('httpoxy', 'httpoxy', 'httpoxy', ["\n  'proxy',", '']),
  environment('whole-environment', 'secrets', 'leaks-environment', [
    'variables: Record<string, string> = {};',
    'variables: Record<string, string> = { ...(process.env as Record<string, string>) };',
  ]),

  // Content.
  main('no-post', 'post', 'wrong-status', [METHODS, "['GET', 'HEAD']"]),
  child('content-never-written', 'post', 'content-lost', [STDIN, 'stdin.end();']),
  environment('no-content-length', 'post', 'wrong-variable', [
    'if (body.length > 0) variables.CONTENT_LENGTH = String(body.length);',
    '',
  ]),
  request('header-names-case-sensitive', 'post', 'wrong-variable', [
    'line.slice(0, colon).toLowerCase()',
    'line.slice(0, colon).replace(/^(Host|Connection|Content-Length|Content-Type)$/, (one) => one.toLowerCase())',
  ]),
  child('content-cut-at-blank-line', 'post', 'cut-at-blank-line', [
    STDIN,
    "stdin.end(input.toString('latin1').split('\\r\\n\\r\\n')[0], 'latin1');",
  ]),
  child('content-through-text', 'post', 'through-text', [STDIN, 'stdin.end(input.toString());']),
  child('stdin-never-closed', 'stdin-ends', 'stdin-stays-open', [STDIN, 'stdin.write(input);']),
  child('stdin-closed-after-post-only', 'stdin-ends', 'stdin-stays-open', [
    STDIN,
    'if (input.length > 0) stdin.end(input);',
  ]),
  connection('small-bodies-only', 'post-large', 'wrong-status', ['4 * 1024 * 1024', '100 * 1024']),
  connection('first-piece-of-the-body', 'post-pieces', 'first-piece-only', ['if (missing > 0) return;', '']),
  child('dies-when-nobody-reads', 'unread-input', 'crashed', [
    "stdin.on('error', () => {}); // a script need not read what it is given",
    "if (input.length < 1000) stdin.on('error', () => {});",
  ]),
  child('writes-before-it-reads', 'echo-at-once', 'deadlock', [
    STDIN,
    'await new Promise<void>((resolve) => stdin.end(input, () => resolve()));',
  ]),
  main('post-for-everything', 'post-elsewhere', 'accepts-wrong-request', [
    METHODS,
    "['GET', 'HEAD', 'POST']",
  ]),
  main('405-without-allow', 'post-elsewhere', 'no-allow', [', { Allow: list }', '']),
  connection('chunks-not-read', 'chunked-post', 'content-lost', [
    "if (headers.has('transfer-encoding'))",
    "if (headers.has('x-nothing'))",
  ]),
  connection('no-word-for-those-who-ask', 'expect-continue', 'no-continue', [
    "=== '100-continue'",
    "=== 'nothing'",
  ]),
  connection(
    'waits-for-ever-for-content',
    'short-post',
    'waits-for-content',
    ['clientEnded = true;\n    bodyTaker?.(undefined);', 'clientEnded = true;'],
    ['if (clientEnded) bodyTaker?.(undefined);', ''],
  ),
  connection(
    'memory-for-what-is-announced',
    'short-post',
    'error-500',
    ['const bodyLimit = 4 * 1024 * 1024', 'const bodyLimit = Infinity'],
    ['const pieces: Buffer[] = [];', 'const pieces = [Buffer.alloc(length).subarray(length)];'],
  ),
  connection('says-yes-to-everything', 'short-post', 'accepts-wrong-request', [
    "throw new HttpError(413, 'The body is too large.');",
    'return 0;',
  ]),
  connection('content-is-the-next-request', 'unread-content', 'content-as-request', [
    'keepOpen && bodyIsRead && !response.asItIs',
    'keepOpen && !response.asItIs',
  ]),

  // To another path.
  main('redirect-loses-the-query', 'local-redirect', 'wrong-variable', [
    'target: found,',
    "target: found.split('?')[0] ?? '',",
  ]),
  main('redirect-keeps-the-method', 'local-redirect', 'wrong-status', [
    "method: asked.method === 'HEAD' ? 'HEAD' : 'GET',",
    '',
  ]),
  main('round-in-circles', 'local-redirect', 'silent', ['const mostHops = 5;', 'const mostHops = Infinity;']),
];
