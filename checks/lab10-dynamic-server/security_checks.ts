import { existsSync } from 'node:fs';
import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { type Check, check } from '../engine/lab.ts';
import {
  askFor,
  environmentOf,
  expectRan,
  expectVariable,
  runScript,
  stillAnswers,
  variablesIn,
} from './exchange.ts';
import { clean, scriptFile, stageOf } from './stage.ts';

/** A value that stands in the server's environment and nowhere else. */
const SECRET = 'hunter2-of-the-server';

/** What strangers may not do with the values that they send. */
export const SECURITY_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'does not make HTTP_PROXY of a header Proxy',
    {
      id: 'httpoxy',
      needs: ['script-output', 'header-variables'],
      spec: 'the handout, "Strangers send these values"; CVE-2016-5385 (httpoxy)',
      hints: [
        'Which programs look at a variable called HTTP_PROXY, and for what?',
        'Many take it for the address of the proxy that their own requests shall go through. A stranger must not be able to set it.',
        "if (name === 'proxy') continue;  // no browser sends it",
      ],
    },
    async (context) => {
      const { word } = stageOf(context.site);
      const asked = await environmentOf(context, {
        headers: [
          ['pRoXy', `http://${word}.example:1`],
          ['X-Proxy', word],
        ],
      });
      if (asked.get('HTTP_PROXY')?.includes(word)) {
        fail(
          'httpoxy',
          'A header Proxy of the client became the variable HTTP_PROXY, and scripts that ask other servers for something would send everything to the address in it. Leave out this one header.',
          { actual: `HTTP_PROXY=${asked.get('HTTP_PROXY')}` },
        );
      }
      expectVariable(
        asked,
        'HTTP_X_PROXY',
        [word],
        'Only the header Proxy is left out; this one was X-Proxy.',
      );
    },
  ),
  check(
    'lets no shell see any part of the request',
    {
      id: 'shell',
      rude: true,
      spec: 'the handout, "Strangers send these values"; RFC 3875, section 7.2',
      hints: [
        'What does a shell do with a semicolon, and who writes the address of a page?',
        'exec(line) gives a whole line to a shell. spawn(program, [file]) starts the program itself, and nobody reads the words.',
        "spawn('sh', [file], { env })  // no exec, no shell: true",
      ],
    },
    shell,
  ),
  check(
    'keeps the secrets in its own environment from scripts',
    {
      id: 'secrets',
      launch: { env: { LAB_SECRET: SECRET } },
      spec: 'the handout, "Strangers send these values"',
      hints: [
        'What does a script get that you give no environment?',
        'All of yours, with the passwords that somebody may have put there. Give it a new one: the variables of the request, and PATH.',
        'env: { PATH: process.env.PATH, … }  instead of  env: { ...process.env, … }',
      ],
    },
    async (context) => {
      const asked = await environmentOf(context);
      const leak = [...asked].find(([, value]) => value.includes(SECRET));
      if (!leak) return;
      fail(
        'leaks-environment',
        `The server was started with LAB_SECRET in its environment, and the script has the variable ${leak[0]} with it. A script needs the variables of the request and PATH, and nothing else that is yours.`,
        { actual: leak.join('=') },
      );
    },
  ),
];

async function shell(context: ServerContext): Promise<void> {
  const stage = stageOf(context.site);
  clean(stage, 'canary');
  const canary = stage.files.canary.replaceAll('\\', '/').replaceAll(' ', '%20');
  const file = scriptFile(stage, 'environment');
  // `$IFS` stands for the space that a target cannot have; `>FILE` makes a file without any program.
  const commands = [
    `;touch$IFS${canary};`,
    `$(touch$IFS${canary})`,
    `\`touch$IFS${canary}\``,
    `|touch$IFS${canary}|`,
    `&touch$IFS${canary}&`,
    `;>${canary};`,
    `'>${canary};'`,
    `"$(>${canary})"`,
    `a=b;touch%20${canary};`,
    `$(touch%20${canary})`,
    `%0atouch%20${canary}%0a`,
    `"%26touch%20${canary}%26"`,
  ];
  const ran = (where: string, command: string) => {
    if (!existsSync(stage.files.canary)) return;
    clean(stage, 'canary');
    fail(
      'shell-injection',
      `The client put a command for a shell into ${where}, and it was run: ${command.replaceAll(canary, '/FILE')} made a file. Whoever can reach this server can run any command on it. Start scripts with spawn(program, [file]) and without a shell.`,
    );
  };
  const encoded = canary.replaceAll('/', '%2f');
  for (const command of commands) {
    const answer = await runScript(context, 'environment', { query: `?${command}` });
    ran('the query', command);
    // What is no URL may be refused, or be put right (RFC 3986, section 3.4); so may a line end.
    if (!/["`|>]|%0a/.test(command)) {
      expectRan(answer);
      const variables = variablesIn(answer);
      if (variables.has('QUERY_STRING')) {
        expectVariable(variables, 'QUERY_STRING', [command], 'A command in it is text like any other.');
      }
    }
    for (const target of [
      `/cgi-bin/${file}/${command}`,
      `/cgi-bin/${file}${command.replaceAll(canary, encoded)}`,
    ]) {
      await askFor(context, { target });
      ran('the path', command);
    }
  }
  const headers = [
    ['User-Agent', `() { :;}; touch ${canary}`],
    ['Cookie', `$(touch ${canary})`],
    ['Referer', `";touch ${canary};"`],
    ['Content-Type', `';touch ${canary};'`],
  ] as const;
  await runScript(context, 'environment', { method: 'POST', content: `;touch ${canary};`, headers });
  ran('the headers or the content', `touch ${canary}`);
  await stillAnswers(context);
}
