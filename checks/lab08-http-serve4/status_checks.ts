import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { contentOf, get, statusOf } from '../engine/http/ask.ts';
import { expectStatus, expectWhole } from '../engine/http/expect.ts';
import { type Check, check } from '../engine/lab.ts';
import { targetOf } from '../engine/site/site.ts';
import { list } from './listing.ts';
import { labSite } from './site.ts';

/** What is not a folder: files, and nothing at all. */
export const STATUS_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'answers 404, with a page, for what does not exist',
    {
      id: 'missing',
      spec: 'RFC 9110, section 15.5.5',
      hints: [
        'What does stat() do when there is no such file, and who notices?',
        "It throws an error with the code 'ENOENT'. Catch it where the answer is made, and answer 404 with a few words.",
        "try { … } catch (error) { if ((error as NodeJS.ErrnoException).code === 'ENOENT') return notFoundResponse(); throw error; }",
      ],
    },
    missingNames,
  ),
  check(
    'answers 501, not yet, for a file',
    {
      id: 'files-later',
      spec: 'RFC 9110, section 15.6.2; the handout, "From a target to a file"',
      hints: [
        'How does your program know whether a name is that of a file or of a folder?',
        'stat(path) tells. Folders are listed; files come in the next lab, and until then the honest answer is 501.',
        "if (!(await stat(file)).isDirectory()) throw new HttpError(501, 'Files are coming soon.');",
      ],
    },
    async (context) => {
      const site = labSite(context.site);
      const inFolder = context.site.entries(site.inner)[0]?.name;
      for (const name of [site.file, `${site.inner}/${inFolder}`]) {
        const answer = await get(context, targetOf(name));
        expectWhole(answer);
        if (statusOf(answer) === 404) {
          fail(
            'file-not-found',
            `"${answer.asked}" got the status 404, but the file is there. It is only that this server cannot send files yet: that is 501.`,
            { expected: 'HTTP/1.1 501', actual: answer.received.subarray(0, 300) },
          );
        }
        expectStatus(
          answer,
          501,
          'It is a file, and files come in the next lab. Until then the answer is 501, Not Implemented.',
          'file-not-501',
        );
      }
    },
  ),
  check(
    'says nothing about where the web root lies on the disk',
    {
      id: 'disk-path',
      spec: 'the handout, "From a target to a file"',
      hints: [
        'Do the paths of your own disk appear in what your program sends?',
        'The message of a system error holds the whole path, and so does the variable that you list from. A visitor needs only the path of the URL.',
        'Show the path of the target, not the path on the disk; and answer with words of your own, not with error.message.',
      ],
    },
    async (context) => {
      const { plain, file } = labSite(context.site);
      const missing = context.random.word(9);
      for (const target of [
        '/',
        `/${plain}/`,
        `/${missing}`,
        `/${plain}/${missing}/`,
        `/${file}`,
        `/${file}/x`,
        '/%',
      ]) {
        const answer = await get(context, target);
        const at = answer.received.indexOf(context.site.around);
        if (at < 0) continue;
        fail(
          'shows-disk-path',
          `"${answer.asked}": the answer shows a path of your disk. That is nobody's business: the names of your folders stand in it, and often your own.`,
          { actual: answer.received, at },
        );
      }
      await list(context, `/${plain}/`, plain);
    },
  ),
];

async function missingNames(context: ServerContext): Promise<void> {
  const { plain } = labSite(context.site);
  const word = () => context.random.word(9);
  for (const target of [`/${word()}`, `/${word()}/`, `/${plain}/${word()}.html`, `/${word()}/${word()}/`]) {
    const answer = await get(context, target);
    expectWhole(answer);
    const status = statusOf(answer);
    const so = 'There is no file and no folder of that name.';
    if (status === 501) {
      fail(
        'absent-is-501',
        `"${answer.asked}" got the status 501. ${so} Look whether it is there before you decide that it is a file: stat() throws when it is not.`,
        { expected: 'HTTP/1.1 404', actual: answer.received.subarray(0, 300) },
      );
    }
    const wrong = status === 500 ? 'absent-is-500' : (status ?? 0) < 400 ? 'absent-is-there' : 'wrong-status';
    expectStatus(answer, 404, `${so} 404, Not Found, says so.`, wrong);
    if (contentOf(answer).length === 0) {
      fail(
        'no-error-page',
        `"${answer.asked}" got the status 404 without content. A person who followed a link sees an empty window: say in a few words what is wrong.`,
        { actual: answer.received },
      );
    }
  }
  await list(context, `/${plain}/`, plain);
}
