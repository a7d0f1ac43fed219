import { existsSync } from 'node:fs';
import type { ServerContext } from '../engine/context/server.ts';
import { poll } from '../engine/deadline.ts';
import { fail } from '../engine/failure.ts';
import { contentOf } from '../engine/http/ask.ts';
import { expectContent, expectStatus } from '../engine/http/expect.ts';
import { type Check, check } from '../engine/lab.ts';
import { targetOf } from '../engine/site/site.ts';
import { askFor, expectText, runScript } from './exchange.ts';
import { LANGUAGE } from './script_texts.ts';
import { clean, ODD_NAME, stageOf } from './stage.ts';
import { timesOfDay, wrongBy } from './time_of_day.ts';

/** What the server makes itself, and what is found in files as before. */
export const PAGE_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'makes /time itself, anew for each client, and /time-page as before',
    {
      id: 'time',
      needs: [],
      spec: 'the handout, "A page without a file"',
      hints: [
        'Is there a file called time in the web root?',
        'Before you look for a file, compare the path with the names of the pages that your program makes.',
        "if (uri === '/time' || uri === '/time-page') return okResponse(timePage()); with new Date() inside timePage.",
      ],
    },
    async (context) => {
      for (const target of ['/time-page', '/time']) await tellsTime(context, target);
      const first = await tellsTime(context, '/time');
      // Until the next second at the latest another time is due.
      const end = Date.now() + 2200;
      for (let due = Date.now(); ; due = Math.min(end, due + 1000)) {
        await poll(3000, () => (Date.now() >= due ? true : undefined));
        if ((await tellsTime(context, '/time')) !== first) return;
        if (due >= end) break;
      }
      fail(
        'frozen',
        'For 2 seconds /time told every client the same time. Read the clock when a client asks: new Date() belongs inside the function that makes the page.',
        { actual: first },
      );
    },
  ),
  check(
    'still finds files, says 404, and runs nothing outside cgi-bin',
    {
      id: 'files',
      needs: [],
      spec: 'the handout, "Run, not shown"',
      hints: [
        'How does your program decide whether a target is a file or a script?',
        'Only what lies in the folder cgi-bin is run. The end of the name says how, not whether.',
        "const [first] = path.split('/').slice(1); if (first !== 'cgi-bin') return undefined;",
      ],
    },
    async (context) => {
      const stage = stageOf(context.site);
      const { site, word } = stage;
      clean(stage, 'canary');
      for (const name of [`text-${word}/hello.txt`, `tools-${word}/tool.${LANGUAGE}`]) {
        const answer = await askFor(context, { target: targetOf(name) });
        if (existsSync(stage.files.canary)) {
          clean(stage, 'canary');
          fail(
            'runs-any-file',
            `GET ${targetOf(name)} ran that file, though it is not in cgi-bin. Visitors may have put it there: only what lies in cgi-bin is run, everything else is shown.`,
          );
        }
        expectStatus(answer, 200, 'It is a file of the web root, and not in cgi-bin: it is sent as it is.');
        expectContent(answer, site.files.get(name)?.content as Buffer);
      }
      const missing = await askFor(context, { target: `/text-${word}/none.txt` });
      expectStatus(missing, 404, 'There is no such file.');
    },
  ),
  check(
    'finds a script by its decoded name',
    {
      id: 'decoded-name',
      spec: 'RFC 3986, section 2.1; RFC 3875, section 3.2',
      hints: [
        'What does a browser make of a space and an é in an address?',
        'The name of a file is what the target says after decodeURIComponent. Lab 08 has the function.',
        "const [path] = target.split('?'); const name = decodeURIComponent(path);",
      ],
    },
    async (context) => {
      const { greeting, word } = stageOf(context.site);
      const answers = [
        await runScript(context, ODD_NAME),
        await askFor(context, { target: `/cgi-bin/h%65llo-${word}.${LANGUAGE}` }),
      ];
      for (const answer of answers) {
        expectStatus(
          answer,
          200,
          'Decoded, this is the name of a script in cgi-bin: %65 is e, %20 a space, and %C3%A9 an é.',
          'name-not-decoded',
        );
        expectText(answer, greeting);
      }
    },
  ),
  check(
    'says 404 when there is no such script',
    {
      id: 'missing-script',
      spec: 'RFC 9110, section 15.5.5',
      hints: [
        'What does your program do before it starts a script?',
        'See whether the file is there, and is a file. An interpreter that cannot find its script ends with an error, and that would become 500.',
        'const stats = await stat(file); an ENOENT becomes 404, as for every other file.',
      ],
    },
    async (context) => {
      const { word } = stageOf(context.site);
      const names = [`none-${word}.${LANGUAGE}`, `none-${word}.mjs`, `none-${word}/more.${LANGUAGE}`];
      for (const name of names) {
        for (const parts of [{}, { method: 'POST', content: `a=${word}` }]) {
          const answer = await askFor(context, { ...parts, target: `/cgi-bin/${name}` });
          expectStatus(answer, 404, 'There is no such script.');
        }
      }
      expectText(await runScript(context, 'hello'), stageOf(context.site).greeting);
    },
  ),
];

/** Asks for a page with the time and gives the times of day in it, as they are written. */
async function tellsTime(context: ServerContext, target: string): Promise<string> {
  const from = Date.now();
  const answer = await askFor(context, { target });
  expectStatus(answer, 200, 'The server itself makes this page; there is no file of that name.');
  const page = contentOf(answer).toString('utf8');
  const times = timesOfDay(page);
  if (times.length === 0) {
    fail(
      'no-time',
      `The page ${target} does not say what time it is: hours, minutes and seconds are looked for, as in 14:05:09.`,
      {
        expected: new Date(from).toISOString().slice(11, 19),
        actual: page.slice(0, 600),
      },
    );
  }
  const now = Date.now();
  if (!times.some((time) => wrongBy(time, from, now) <= 2)) {
    const started = times.some((time) => wrongBy(time, context.startedAt, context.startedAt) <= 3);
    fail(
      started ? 'frozen' : 'wrong-time',
      started
        ? `The page ${target} says what time it was when the program was started. Read the clock when a client asks.`
        : `No time on the page ${target} is the time that it is now, in UTC or here.`,
      { expected: new Date(from).toISOString().slice(11, 19), actual: page.slice(0, 600) },
    );
  }
  return times.map(({ text }) => text).join(', ');
}
