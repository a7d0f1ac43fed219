import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { statusOf } from '../engine/http/ask.ts';
import { expectWhole } from '../engine/http/expect.ts';
import { type Check, check } from '../engine/lab.ts';
import { expectText, runScript } from './exchange.ts';
import { LANGUAGES, stageOf } from './stage.ts';

const WINDOWS = process.platform === 'win32';

/** What runs the scripts of each language. */
const PROGRAMS: Readonly<Record<string, string>> = {
  mjs: 'Node',
  js: 'Node',
  ts: 'tsx (node --import tsx FILE)',
  py: 'python3',
  sh: 'sh',
};

/** Starting an interpreter takes a while, and more on a busy machine. */
const START_PATIENCE = 8000;

/** Whether a command can be found, as a shell finds it. */
function isInstalled(name: string): boolean {
  const names = WINDOWS ? [`${name}.exe`, `${name}.cmd`] : [name];
  return (process.env.PATH ?? '').split(delimiter).some((folder) =>
    names.some((file) => {
      try {
        accessSync(join(folder, file), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    }),
  );
}

export const languages: Check<ServerContext> = check(
  'runs scripts of every kind: .mjs and .js, .ts, .py, .sh',
  {
    id: 'languages',
    spec: 'the handout, "Run, not shown"',
    hints: [
      'How does your program know what a script is written in?',
      'By the end of its name: .mjs and .js are for Node, .ts for tsx, .py for python3, .sh for sh.',
      "case '.py': return ['python3', file]; … and process.execPath is the Node that runs your server",
    ],
  },
  async (context) => {
    const { word } = stageOf(context.site);
    for (const language of Object.keys(LANGUAGES)) {
      // What this machine does not have is left out.
      if (language === 'py' && !isInstalled(WINDOWS ? 'python' : 'python3')) continue;
      if (language === 'sh' && !isInstalled('sh')) continue;
      const answer = await runScript(context, 'language', { language }, { patience: START_PATIENCE });
      expectWhole(answer);
      if (statusOf(answer) !== 200) {
        fail(
          'language-unknown',
          `A script whose name ends with .${language} got the status ${statusOf(answer)}. It is run with ${PROGRAMS[language]}.`,
          { expected: 'HTTP/1.1 200', actual: answer.received.subarray(0, 300) },
        );
      }
      expectText(answer, `hello from ${language} ${word}\n`);
    }
  },
);
