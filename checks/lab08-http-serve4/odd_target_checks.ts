import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { type Answer, get, statusOf } from '../engine/http/ask.ts';
import { expectStatus, expectWhole } from '../engine/http/expect.ts';
import { type Check, check } from '../engine/lab.ts';
import { targetOf } from '../engine/site/site.ts';
import { list } from './listing.ts';
import { labSite } from './site.ts';

/** Targets that cannot be decoded. */
export const PERCENT_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'answers 400, never 500, when a % is not followed by what it announces',
    {
      id: 'bad-percent',
      spec: 'RFC 3986, section 2.1; RFC 9112, section 3',
      rude: true,
      hints: [
        "What does decodeURIComponent('%zz') do?",
        'It throws a URIError. The request is wrong, not your program: the answer is 400, Bad Request.',
        "try { name = decodeURIComponent(path); } catch { throw new HttpError(400, 'A % without two digits.'); }",
      ],
    },
    badPercent,
  ),
];

/** Targets that no name can come from. */
export const ODD_TARGET_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'answers 400 or 404 for a target with a NUL in it (%00)',
    {
      id: 'nul',
      spec: 'the handout, "Nothing outside"; RFC 3986, section 7.3',
      rude: true,
      hints: [
        'Can a file have a name with the character number 0 in it?',
        'No: in the language of the system, C, it ends a text. Node refuses such a path with the error ERR_INVALID_ARG_VALUE, which is no ENOENT.',
        "if (name.includes('\\0')) throw new HttpError(400, 'No name has a NUL in it.');",
      ],
    },
    nulInName,
  ),
  check(
    'answers 404, never 500, for a path that cannot be',
    {
      id: 'odd-paths',
      spec: 'RFC 9110, section 15.5.5; the handout, "From a target to a file"',
      rude: true,
      hints: [
        'With which codes does the system say that there is no such file?',
        'ENOENT is one of several: ENOTDIR (a file is used as a folder), ENAMETOOLONG, ELOOP. And EACCES says that your program may not read it: 403.',
        "const missing = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'EINVAL']; if (missing.includes(code)) …404",
      ],
    },
    oddPaths,
  ),
];

async function badPercent(context: ServerContext): Promise<void> {
  const { plain, spelling } = labSite(context.site);
  const cut = 'Behind a % two hexadecimal digits must follow, and here they do not.';
  const noText = 'These bytes are no UTF-8, so they are the name of nothing.';
  const targets: [target: string, what: string][] = [
    ...['/%', '/%4', '/%zz', `/${plain}/%`, `/${plain}%2`, '/%E0%A4%A'].map((one): [string, string] => [
      one,
      cut,
    ]),
    ...['/%C3', '/%FF%FE', `/${plain}/%80/`].map((one): [string, string] => [one, noText]),
  ];
  for (const [target, what] of targets) expectRefused(await get(context, target), [400, 404], what);
  const good = `${targetOf(spelling.percent.folder)}/`;
  const why = '%25 is a % in good order.';
  const { html, answer } = await list(context, good, spelling.percent.folder, {
    why,
    notFound: 'not-decoded',
  });
  if (!html.includes(spelling.percent.marker)) {
    fail('wrong-folder', `"${answer.asked}" got the page of another folder. ${why}`, { actual: html });
  }
}

async function nulInName(context: ServerContext): Promise<void> {
  const { plain, file } = labSite(context.site);
  const targets = ['/%00', `/${plain}%00/`, `/${plain}/%00`, `/${file}%00.html`, `/${plain}/%00/../`];
  // 403 is how some programs answer every path with something suspicious in it, `..` or NUL.
  const refused = [400, 404, 403];
  for (const target of targets) {
    const answer = await get(context, target);
    // Who works out the .. first never sees the NUL.
    const accepted = target.endsWith('../') ? [200, 301, 302, 307, 308, ...refused] : refused;
    expectRefused(answer, accepted, 'No file has a name with a NUL (%00) in it.');
  }
  await list(context, `/${plain}/`, plain);
}

async function oddPaths(context: ServerContext): Promise<void> {
  const { plain, file, inner } = labSite(context.site);
  const long = context.random.word(300);
  const refused = [404, 400, 403, 414];
  // Some servers give the file all the same: what stands behind its name could be meant for it.
  const behind = await get(context, `/${file}/${long.slice(0, 5)}`);
  expectRefused(behind, [...refused, 200], 'It goes on behind the name of a file.');
  expectRefused(await get(context, `/${long}`), refused, 'No disk has a name of 300 characters.');
  expectRefused(await get(context, `/${plain}/${long}/`), refused, 'No disk has a name of 300 characters.');
  expectRefused(await get(context, '/abc'.repeat(1900)), refused, 'There is no such path.');
  if (context.site.forbid(inner)) {
    try {
      expectRefused(await get(context, `/${inner}/`), [403, 404], 'The program may not read this folder.');
    } finally {
      chmodSync(join(context.site.root, inner), 0o755);
    }
  }
  await list(context, `/${inner}/`, inner);
}

/** The target was refused with one of these statuses: an answer came, and it does not say 500. */
function expectRefused(answer: Answer, accepted: readonly number[], what: string): void {
  expectWhole(answer);
  if (statusOf(answer) === 500) {
    fail(
      'error-500',
      `"${answer.asked}" got the status 500, which says that the program itself went wrong. But it is the target that is wrong. ${what}`,
      { expected: `HTTP/1.1 ${accepted[0]}`, actual: answer.received.subarray(0, 300) },
    );
  }
  expectStatus(answer, accepted, what, 'accepts-wrong-request');
}
