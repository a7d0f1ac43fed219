import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { contentOf } from '../engine/http/ask.ts';
import { expectStatus } from '../engine/http/expect.ts';
import { type Check, check } from '../engine/lab.ts';
import { environmentOf, expectVariable, runScript } from './exchange.ts';
import { stageOf } from './stage.ts';

/** More about the variables of a script, and where it runs. */
export const BONUS_VARIABLE_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'runs a script in the folder where it lies',
    {
      id: 'working-folder',
      tier: 'bonus',
      spec: 'RFC 3875, section 7.2',
      hints: [
        'A script opens the file "prices.txt". Where is that?',
        'In the folder in which it runs. spawn() takes it as an option.',
        'spawn(program, args, { cwd: path.dirname(file) })',
      ],
    },
    async (context) => {
      const answer = await runScript(context, 'folder');
      expectStatus(answer, 200, 'The script prints the folder in which it runs.');
      const said = contentOf(answer).toString('utf8').trim();
      const names = said.split(/[\\/]/).slice(-2).join('/');
      const root = context.site.root.split(/[\\/]/).at(-1);
      if (names === `${root}/cgi-bin`) return;
      fail(
        'wrong-folder',
        'The script runs in another folder than its own, and does not find the files beside it.',
        {
          expected: `…/${root}/cgi-bin`,
          actual: said,
        },
      );
    },
  ),
  check(
    'says with PATH_TRANSLATED which file PATH_INFO would be',
    {
      id: 'path-translated',
      tier: 'bonus',
      needs: ['script-output', 'path-info'],
      spec: 'RFC 3875, section 4.1.6',
      hints: [
        'Which file would /x/y mean, if it were a target of its own?',
        'The one below the web root: PATH_TRANSLATED is the web root and PATH_INFO, joined. Without PATH_INFO it is not set.',
        "if (pathInfo !== '') env.PATH_TRANSLATED = path.join(webRoot, pathInfo);",
      ],
    },
    async (context) => {
      const asked = await environmentOf(context, { extra: '/x/y%20z.txt' });
      const root = context.site.root.split(/[\\/]/).at(-1) as string;
      const value = asked.get('PATH_TRANSLATED') ?? '';
      // How the web root is written is free: it may be reached through symbolic links.
      const expected = `${root}/x/y z.txt`;
      if (!value.replaceAll('\\', '/').endsWith(`/${expected}`)) {
        fail(
          'wrong-variable',
          `PATH_INFO is "/x/y z.txt", and PATH_TRANSLATED is ${value === '' ? 'not set' : `"${value}"`}. It is the file of that path below the web root.`,
          {
            expected: `PATH_TRANSLATED=…/${expected}`,
            actual: `PATH_TRANSLATED=${value}`,
          },
        );
      }
      const plain = await environmentOf(context);
      expectVariable(plain, 'PATH_TRANSLATED', [undefined, ''], 'There is no PATH_INFO in this request.');
    },
  ),
  check(
    'joins a header that came twice, keeps twins apart, and passwords to itself',
    {
      id: 'private-headers',
      tier: 'bonus',
      needs: ['script-output', 'header-variables'],
      spec: 'RFC 3875, section 4.1.18; RFC 9110, section 5.3',
      hints: [
        'Which two headers would become the same variable?',
        'A-B and A_B: no browser sends the second kind, so leave it out. The same name twice is one value, joined with a comma. Authorization holds a password, and is not for scripts.',
        "if (!/^[a-z0-9-]+$/.test(name) || name === 'authorization') continue;",
      ],
    },
    privateHeaders,
  ),
];

async function privateHeaders(context: ServerContext): Promise<void> {
  const { word } = stageOf(context.site);
  const asked = await environmentOf(context, {
    headers: [
      [`X-${word}`, 'real'],
      [`X_${word}`, 'false'],
      ['X-Twice', 'one'],
      ['X-Twice', 'two'],
      ['Authorization', `Basic ${word}`],
    ],
  });
  expectVariable(
    asked,
    `HTTP_X_${word.toUpperCase()}`,
    ['real'],
    `The client sent X-${word}: real, and X_${word}: false. Both would become the same variable; only the first may.`,
    'header-twins',
  );
  expectVariable(
    asked,
    'HTTP_X_TWICE',
    /^one, *two$/,
    'The client sent X-Twice: one, and X-Twice: two. That is the same as one header with "one, two".',
    'header-lost',
  );
  if (asked.get('HTTP_AUTHORIZATION')?.includes(word)) {
    fail(
      'password-passed-on',
      'The header Authorization became a variable of the script. It holds the password of a visitor: who is allowed to see what is for the server to decide, and not for scripts to know.',
      {
        actual: `HTTP_AUTHORIZATION=${asked.get('HTTP_AUTHORIZATION')}`,
      },
    );
  }
}
