import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { fieldsOf } from '../engine/http/ask.ts';
import { expectContent, expectStatus } from '../engine/http/expect.ts';
import { type Check, check } from '../engine/lab.ts';
import { targetOf } from '../engine/site/site.ts';
import { expectVariable, runScript, variablesIn } from './exchange.ts';
import { stageOf } from './stage.ts';

/** A script that sends the client, or the server, somewhere else. */
export const REDIRECT_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'makes 302 of a Location that is a whole URL',
    {
      id: 'client-redirect',
      tier: 'bonus',
      needs: ['script-output', 'status'],
      spec: 'RFC 3875, section 6.2.3',
      hints: [
        'A script prints Location: http://… and no Status. What does the browser need from you?',
        'The header goes to the client as it is, and the status becomes 302.',
        'const status = said ?? (location === undefined ? 200 : 302);',
      ],
    },
    async (context) => {
      const { word } = stageOf(context.site);
      const answer = await runScript(context, 'away');
      const url = `http://example.com/${word}?a=b`;
      expectStatus(answer, 302, `The script printed "Location: ${url}" and no Status.`);
      const location = fieldsOf(answer).value('Location');
      if (location === url) return;
      fail(
        'header-changed',
        `The script printed "Location: ${url}", and the response has ${location === undefined ? 'no Location' : `"${location}"`}.`,
        {
          expected: `Location: ${url}`,
          actual: answer.received.subarray(0, 400),
        },
      );
    },
  ),
  check(
    'answers with what lies at a Location that is only a path',
    {
      id: 'local-redirect',
      tier: 'bonus',
      needs: ['script-output', 'status'],
      spec: 'RFC 3875, section 6.2.2',
      hints: [
        'A script prints Location: /other and no Status. Who goes there, the client or you?',
        'You do: answer as if the client had asked for that path with GET, and without content. Count how often you go on.',
        'for (let hop = 0; hop < 5; hop++) { … if (typeof found !== "string") return found; request = { ...request, method: "GET", target: found } }',
      ],
    },
    async (context) => {
      const { site, word } = stageOf(context.site);
      const name = `text-${word}/hello.txt`;
      for (const parts of [{}, { method: 'POST', content: 'a=b' }]) {
        const file = await runScript(context, 'near', parts);
        expectStatus(
          file,
          200,
          `The script printed "Location: ${targetOf(name)}" and no Status: the answer is that file, and the client need not know.`,
        );
        expectContent(file, site.files.get(name)?.content as Buffer);

        const script = await runScript(context, 'near-script', { ...parts, query: '?old=1' });
        expectStatus(script, 200, 'The Location led to another script, with a query of its own.');
        const asked = variablesIn(script);
        expectVariable(asked, 'QUERY_STRING', [`from=${word}`], 'It is the query of the Location.');
        expectVariable(asked, 'REQUEST_METHOD', ['GET'], 'The Location is asked for with GET.');
        expectVariable(
          asked,
          'CONTENT_LENGTH',
          [undefined, '', '0'],
          'The content was for the first script.',
        );
      }
      const circle = await runScript(context, 'circle');
      expectStatus(
        circle,
        [500, 502, 508],
        'The script sends the request to itself, again and again. Give up after a few times.',
      );
    },
  ),
];
