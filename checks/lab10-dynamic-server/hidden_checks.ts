import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerContext } from '../engine/context/server.ts';
import { fail, skip } from '../engine/failure.ts';
import { ask, statusOf } from '../engine/http/ask.ts';
import { expectRejected, expectWhole } from '../engine/http/expect.ts';
import { type Check, check } from '../engine/lab.ts';
import { scriptEscapes } from './escapes.ts';
import { askFor, greets } from './exchange.ts';
import { clean, type Stage, scriptFile, scriptTarget, stageOf } from './stage.ts';

/** What is run and what is shown, however a target is written. */
export const HIDDEN_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'shows the source of a script to nobody, however its name is written',
    {
      id: 'source',
      rude: true,
      spec: 'the handout, "Run, not shown"; RFC 3875, section 9.8',
      hints: [
        'In how many ways can the path to one file be written?',
        'Decode the path and work out its dots first. Then look what it leads to, and decide by that: what lies in cgi-bin is never sent.',
        "const file = await realpath(path.join(webRoot, decoded)); if (isInside(file, path.join(webRoot, 'cgi-bin'))) → run it or 403/404",
      ],
    },
    source,
  ),
  check(
    'shows nothing of a file in cgi-bin that it cannot run',
    {
      id: 'no-script',
      spec: 'the handout, "Run, not shown"',
      hints: [
        'What is a list of prices doing in the folder of the scripts?',
        'A script may keep its data beside it. What your program cannot run gets 403 or 404, and is not shown.',
        "default: throw new HttpError(403, 'This server does not know how to run that.');",
      ],
    },
    async (context) => {
      const { word, mark } = stageOf(context.site);
      const answer = await ask(context, { target: `/cgi-bin/prices-${word}.txt` });
      if (answer.received.includes(mark)) {
        fail(
          'shows-data',
          `"${answer.asked}" got what is in that file. It is no script, but it lies where scripts keep their data, and in cgi-bin nothing is shown.`,
          { actual: answer.received.subarray(0, 400) },
        );
      }
      expectWhole(answer);
      if ((statusOf(answer) ?? 0) < 400) {
        fail(
          'wrong-status',
          `"${answer.asked}" got the status ${statusOf(answer)}. The file is no script: it cannot be run, and in cgi-bin nothing is shown. 403 and 404 say so.`,
          {
            expected: 'HTTP/1.1 403',
            actual: answer.received.subarray(0, 300),
          },
        );
      }
      await greets(context);
    },
  ),
  check(
    'runs nothing outside cgi-bin, whatever the target looks like',
    {
      id: 'traversal',
      rude: true,
      spec: 'RFC 3875, section 9.8; RFC 9110, section 17.3',
      hints: [
        'Where does /cgi-bin/../../bin/sh lead?',
        'Decode once, work out the dots, and then compare with the folder of the scripts, separator included.',
        'const file = path.join(webRoot, decoded); if (!file.startsWith(scripts + path.sep)) → 404',
      ],
    },
    traversal,
  ),
  check(
    'runs nothing that a symbolic link in cgi-bin leads to outside the web root',
    {
      id: 'link-out',
      rude: true,
      needs: ['script-output', 'traversal'],
      spec: 'the handout, "Run, not shown"',
      hints: [
        'Is the path of a file the place where it lies?',
        'A symbolic link is a name for a file that lies elsewhere. realpath() says where it really lies.',
        'const real = await realpath(file);  and compare that with the folder of the scripts',
      ],
    },
    async (context) => {
      const stage = stageOf(context.site);
      const name = scriptFile(stage, 'link');
      if (!existsSync(join(stage.site.root, 'cgi-bin', name))) skip('symbolic links cannot be made here');
      clean(stage, 'canary');
      const answer = await askFor(context, { target: scriptTarget(stage, 'link') });
      expectNotRun(
        stage,
        answer.received,
        'escapes-by-link',
        `The symbolic link cgi-bin/${name} leads out of the web root, and`,
      );
      expectRejected(answer, 'What the link leads to lies outside of the web root.');
      await greets(context);
    },
  ),
];

async function source(context: ServerContext): Promise<void> {
  const stage = stageOf(context.site);
  const file = scriptFile(stage, 'hello');
  const targets = [
    `/%63gi-bin/${file}`,
    `/cgi-bin%2f${file}`,
    `//cgi-bin//${file}`,
    `/cgi-bin/./${file}`,
    `/cgi-bin/../cgi-bin/${file}`,
    `/text-${stage.word}/../cgi-bin/${file}`,
    `/CGI-BIN/${file}`,
    `/cgi-bin/${file.toUpperCase()}`,
    `/cgi-bin/${file}/`,
    `/cgi-bin/${file}%20`,
    `/cgi-bin/${file}.`,
    `/cgi-bin/${file}%00`,
    `/cgi-bin/${file}%00.txt`,
    `/cgi-bin/${file}::$DATA`,
    `/cgi-bin\\${file}`,
    `/cgi-bin%5c${file}`,
    `/cgi-bin/${file};x`,
    `/cgi-bin/${file}#x`,
    `http://127.0.0.1:${context.port}/cgi-bin/${file}`,
    `/cgi-bin/`,
    `/cgi-bin`,
  ];
  for (const target of targets) {
    const answer = await askFor(context, { target });
    if (answer.end === 'silence') expectWhole(answer);
  }
  await askFor(context, { target: `/cgi-bin/${file}`, headers: [['Range', 'bytes=0-99']] });
  await greets(context);
}

async function traversal(context: ServerContext): Promise<void> {
  const stage = stageOf(context.site);
  clean(stage, 'canary');
  for (const { target, what, diagnosis } of scriptEscapes(stage)) {
    for (const method of ['GET', 'POST']) {
      const answer = await askFor(context, { target, method, ...(method === 'POST' && { content: 'a=b' }) });
      expectNotRun(
        stage,
        answer.received,
        diagnosis,
        `A target ${what}, "${target}", leads to a script outside of cgi-bin, and`,
      );
      const status = statusOf(answer) ?? 0;
      if (status >= 300 && status < 400) continue; // to another place, where nothing is either
      expectRejected(answer, 'It leads out of the web root.');
    }
  }
  await greets(context);
}

/** The script that nobody may run has not run, and its text has not been sent. */
function expectNotRun(stage: Stage, received: Buffer, diagnosis: string, what: string): void {
  if (existsSync(stage.files.canary)) {
    clean(stage, 'canary');
    fail(diagnosis, `${what} it was run. Anybody could start any program on this computer.`, {
      actual: received.subarray(0, 400),
    });
  }
  if (!received.includes(stage.site.secret)) return;
  fail(diagnosis, `${what} its text was sent.`, { actual: received.subarray(0, 400) });
}
