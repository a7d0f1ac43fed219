import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { type Check, check } from '../engine/lab.ts';
import { environmentOf, expectVariable } from './exchange.ts';
import { scriptTarget, stageOf } from './stage.ts';

/** What a script is told about the request: its environment (RFC 3875, section 4.1). */
export const VARIABLE_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'tells the script method, query and its own name',
    {
      id: 'request-variables',
      spec: 'RFC 3875, sections 4.1.7, 4.1.12 and 4.1.13',
      hints: [
        'How does a script know what stood behind the question mark?',
        'In its environment: REQUEST_METHOD, QUERY_STRING (as it came, without the ?) and SCRIPT_NAME (the path that leads to it).',
        'spawn(program, args, { env: { REQUEST_METHOD: request.method, QUERY_STRING: query, SCRIPT_NAME: scriptName } })',
      ],
    },
    async (context) => {
      const stage = stageOf(context.site);
      const query = `a=b+c%20d&e=%26&who=${stage.word}?&x=/..`;
      const asked = await environmentOf(context, { query: `?${query}` });
      expectVariable(
        asked,
        'REQUEST_METHOD',
        ['GET'],
        'It is the method of the request, in capital letters.',
      );
      expectQuery(asked, query);
      const path = scriptTarget(stage, 'environment');
      expectVariable(
        asked,
        'SCRIPT_NAME',
        [path],
        'It is the path that leads to the script, with its slash and without the query.',
      );

      const plain = await environmentOf(context);
      expectVariable(plain, 'QUERY_STRING', ['', undefined], 'Without a question mark the query is empty.');
      expectVariable(plain, 'CONTENT_LENGTH', [undefined, '', '0'], 'A GET without content has none.');
    },
  ),
  check(
    'tells the script about the server, the client and the protocol',
    {
      id: 'server-variables',
      spec: 'RFC 3875, sections 4.1.4, 4.1.8 and 4.1.14 to 4.1.17',
      hints: [
        'Which end of the connection is the client, and which is yours?',
        'The socket knows both: remoteAddress is the client, localPort is yours. The version stands in the request line.',
        "GATEWAY_INTERFACE: 'CGI/1.1', SERVER_PORT: String(socket.localPort), REMOTE_ADDR: socket.remoteAddress, SERVER_PROTOCOL: request.version",
      ],
    },
    async (context) => {
      const { word } = stageOf(context.site);
      const asked = await environmentOf(context, { headers: [['User-Agent', `checker ${word}`]] });
      expectVariable(
        asked,
        'GATEWAY_INTERFACE',
        ['CGI/1.1'],
        'It names the agreement between you and the script.',
      );
      expectVariable(
        asked,
        'SERVER_PORT',
        [String(context.port)],
        'It is the port on which the request came.',
      );
      const names = ['127.0.0.1', 'localhost', '::ffff:127.0.0.1'];
      expectVariable(
        asked,
        'SERVER_NAME',
        names,
        'It is the host or the address that the client asked, without a port.',
      );
      expectVariable(asked, 'SERVER_PROTOCOL', /^HTTP\/1\.[01]$/, 'It is the version of HTTP: HTTP/1.1.');
      const ours = ['127.0.0.1', '::ffff:127.0.0.1'];
      expectVariable(asked, 'REMOTE_ADDR', ours, 'It is the address of the client.');
      expectVariable(asked, 'SERVER_SOFTWARE', /\S/, 'It is the name of your server, whatever you call it.');
    },
  ),
  check(
    'tells the script every header of the request, as HTTP_ and its name',
    {
      id: 'header-variables',
      spec: 'RFC 3875, section 4.1.18',
      hints: [
        'How can a script know which browser asks?',
        'Each header becomes a variable: HTTP_, then its name in capital letters, with _ for each -.',
        "env['HTTP_' + name.toUpperCase().replaceAll('-', '_')] = value;  where only the first colon of the line ends the name.",
      ],
    },
    async (context) => {
      const { word } = stageOf(context.site);
      const page = `http://127.0.0.1:${context.port}/${word}?a=b`;
      const asked = await environmentOf(context, {
        headers: [
          [`X-${word}-Two`, `one, "two"; three=${word}`],
          ['rEfErEr', page],
        ],
      });
      const name = `HTTP_X_${word.toUpperCase()}_TWO`;
      const why = `The client sent the header X-${word}-Two.`;
      expectVariable(asked, name, [`one, "two"; three=${word}`], why);
      if (page.startsWith(`${asked.get('HTTP_REFERER')}:`)) {
        fail(
          'value-cut-at-colon',
          'The client sent "Referer: http://127.0.0.1:…", and the value in HTTP_REFERER ends before a colon. Only the first colon of a header line ends the name; cut there, and nowhere else.',
          {
            expected: `HTTP_REFERER=${page}`,
            actual: `HTTP_REFERER=${asked.get('HTTP_REFERER')}`,
          },
        );
      }
      expectVariable(
        asked,
        'HTTP_REFERER',
        [page],
        'The client sent the header rEfErEr; letters large and small are the same in a name.',
      );
    },
  ),
  check(
    'gives the rest of the path to the script as PATH_INFO',
    {
      id: 'path-info',
      needs: ['script-output', 'request-variables'],
      spec: 'RFC 3875, section 4.1.5',
      hints: [
        'What could /cgi-bin/shop.mjs/books/12 mean, when shop.mjs is a script?',
        'Go through the path from the left: the first name that is a file is the script. What follows is PATH_INFO, decoded.',
        'for (let count = 1; count <= names.length; count++) { … if it is a file: scriptName is the first count names, pathInfo the others }',
      ],
    },
    async (context) => {
      const stage = stageOf(context.site);
      const asked = await environmentOf(context, { extra: '/x/y%20z' });
      const path = scriptTarget(stage, 'environment');
      expectVariable(
        asked,
        'PATH_INFO',
        ['/x/y z'],
        'The target was SCRIPT/x/y%20z: it is what follows the script, decoded and with its slash.',
      );
      expectVariable(
        asked,
        'SCRIPT_NAME',
        [path],
        'It ends where the script ends; what follows is PATH_INFO.',
      );
      const plain = await environmentOf(context);
      expectVariable(plain, 'PATH_INFO', ['', undefined], 'Nothing follows the script in this target.');
    },
  ),
];

function expectQuery(variables: ReadonlyMap<string, string>, query: string): void {
  const value = variables.get('QUERY_STRING');
  const evidence = { expected: `QUERY_STRING=${query}`, actual: `QUERY_STRING=${value}` };
  if (value !== undefined && value !== query) {
    if ([decodeURIComponent(query), decodeURIComponent(query.replaceAll('+', ' '))].includes(value)) {
      fail(
        'query-decoded',
        'QUERY_STRING was decoded. It is handed on as it came: once %26 has become &, the script can no longer tell it from the & between two fields.',
        evidence,
      );
    }
    if (query.startsWith(`${value}?`)) {
      fail(
        'wrong-variable',
        `QUERY_STRING ends at a question mark: "${value}". Only the first question mark of a target ends the path; what follows belongs to the query, question marks too.`,
        evidence,
      );
    }
  }
  const mark = value === `?${query}` ? ' The question mark itself is not part of it.' : '';
  expectVariable(
    variables,
    'QUERY_STRING',
    [query],
    `It is what stands behind the first question mark, as it came.${mark}`,
  );
}
