import type { ServerContext } from '../engine/context/server.ts';
import { Failure, fail } from '../engine/failure.ts';
import { type Answer, contentOf, get, statusOf } from '../engine/http/ask.ts';
import { expectWhole } from '../engine/http/expect.ts';
import type { Site } from '../engine/site/site.ts';
import { type Escape, escapes } from '../engine/site/traversal.ts';

/** What to do against each way out. */
const ADVICE: Record<Escape['diagnosis'], string> = {
  'escapes-by-dots':
    'path.join works the .. out, and then the path may lie outside: look whether it still begins with the web root and a separator.',
  'escapes-by-encoding': 'Decode first, and check what comes out: %2e is a dot, and %2f a slash.',
  'escapes-by-double-decoding':
    'It was decoded again after it had been checked. Decode once, check, and change nothing after that.',
  'escapes-by-prefix':
    'As text, the path of that folder begins with the path of the web root. Compare with the separator behind it: startsWith(webRoot + path.sep).',
  'escapes-by-absolute-path':
    'Add the path of the target to the web root with path.join. path.resolve lets an absolute path win.',
  'escapes-by-backslash':
    'A backslash became a separator after the check. Check the path that you open, not the one before.',
};

/** A target that would show a folder outside the web root. */
interface FolderEscape {
  way: Escape;
  target: string;
}

/** The folders in which the files of these escapes lie: this lab lists folders. */
function folderEscapes(site: Site, all: readonly Escape[]): FolderEscape[] {
  return all.flatMap((way) => {
    if (!way.target.endsWith(site.secretFile)) return [];
    const folder = way.target.slice(0, -site.secretFile.length);
    const targets = [folder, folder.replace(/(?:\/|%2f|%5c|%252f|\\)$/i, '')];
    return [...new Set(targets)].filter((target) => /[^/]/.test(target)).map((target) => ({ way, target }));
  });
}

/**
 * Tries every way out of the web root that has one of these diagnoses. No answer may hold the secret or name
 * the file with the secret, and a file outside that is there must get the answer of one that is not.
 */
export async function expectInside(
  context: ServerContext,
  folder: string,
  diagnoses: readonly Escape['diagnosis'][],
): Promise<void> {
  const { site } = context;
  const all = escapes(site, folder).filter(({ diagnosis }) => diagnoses.includes(diagnosis));
  const folders = folderEscapes(site, all);
  for (const way of all) {
    try {
      for (const one of folders.filter((each) => each.way === way)) {
        const answer = await answerTo(context, one.target);
        if (answer) expectNothingOfOutside(answer, site, way);
      }
      await expectNoDifference(context, way);
    } catch (reason) {
      if (reason instanceof Failure && reason.finding.diagnosis === way.diagnosis)
        await blameSimplerWay(context, way);
      throw reason;
    }
  }
}

/** Ways that need several mistakes at once or only the one of a simpler way: that one is to be named. */
const AFTER_SIMPLER: readonly string[] = [
  'escapes-by-encoding',
  'escapes-by-prefix',
  'escapes-by-double-decoding',
];

/** Fails with the name of the simplest mistake, where a simpler way out than the one that was found works, too. */
async function blameSimplerWay(context: ServerContext, way: Escape): Promise<void> {
  if (!AFTER_SIMPLER.includes(way.diagnosis)) return;
  const leadsOut = async (target: string) => {
    const { content } = (await get(context, target)).reader;
    return content.includes(context.site.secretFile) ? content : undefined;
  };
  const plain = await leadsOut('/../');
  if (plain) {
    const words =
      way.diagnosis === 'escapes-by-encoding'
        ? 'An encoded .. leads out like a plain one'
        : 'A plain .. leads out';
    fail(
      'escapes-by-dots',
      `"GET /../" and "GET ${way.target}" show what lies outside the web root. ${words}: nothing looks at the path yet. ${ADVICE['escapes-by-dots']}`,
      { actual: plain, at: plain.indexOf(context.site.secretFile) },
    );
  }
  const encoded = way.diagnosis === 'escapes-by-encoding' ? undefined : await leadsOut('/%2e%2e/');
  if (!encoded) return;
  fail(
    'escapes-by-encoding',
    `"GET /%2e%2e/", a target with %2e%2e, which is .., shows what lies outside the web root: "${context.site.secretFile}". ${ADVICE['escapes-by-encoding']}`,
    { actual: encoded, at: encoded.indexOf(context.site.secretFile) },
  );
}

/** The status of what exists outside is that of what does not: else a visitor can find out which files there are. */
export async function expectSameStatus(context: ServerContext, links: string | undefined): Promise<void> {
  const { secretFile } = context.site;
  const none = `${context.random.word(9)}.txt`;
  for (const way of ['/../', '/%2e%2e/', ...(links === undefined ? [] : [`/${links}/out/`])]) {
    const there = await answerTo(context, way + secretFile);
    const notThere = await answerTo(context, way + none);
    const [status, other] = [there, notThere].map((answer) => (answer ? statusOf(answer) : undefined));
    if (!there || status === other) continue;
    fail(
      'tells-what-exists',
      `"${there.asked}" got the status ${status}: that file exists outside the web root. A name beside it that does not exist got ${other ?? 'no answer'}. So anybody can find out which files there are on your disk. Say 404 to both.`,
      { expected: `HTTP/1.1 ${other ?? 404}`, actual: there.received.subarray(0, 300) },
    );
  }
}

/** The answer to a target, checked to be none of the program's own mistakes; undefined: a short way to say no. */
async function answerTo(context: ServerContext, target: string): Promise<Answer | undefined> {
  const answer = await get(context, target);
  if (answer.received.length === 0 && answer.end !== 'silence') return undefined;
  expectWhole(answer);
  if (statusOf(answer) === 500) {
    fail(
      'error-500',
      `"${answer.asked}" got the status 500, which says that the program itself went wrong. For a target that leads nowhere the answer is 404.`,
      { expected: 'HTTP/1.1 404', actual: answer.received.subarray(0, 300) },
    );
  }
  return answer;
}

/** The page of a folder outside, or of a file in it. */
function expectNothingOfOutside(answer: Answer, site: Site, { what, diagnosis }: Escape): void {
  const content = contentOf(answer);
  const words = content.includes(site.secret) ? site.secret : site.secretFile;
  const at = content.indexOf(words);
  if (at < 0) return;
  fail(
    diagnosis,
    `"${answer.asked}", a target ${what}, shows what lies outside the web root: "${words}". ${ADVICE[diagnosis]}`,
    { actual: content, at },
  );
}

/** The secret file gets the answer that a file which does not exist gets, else the program has looked outside. */
async function expectNoDifference(context: ServerContext, way: Escape): Promise<void> {
  const { secret, secretFile } = context.site;
  const none = `${context.random.word(secretFile.length - 4)}.txt`;
  const there = await answerTo(context, way.target);
  const notThere = await answerTo(context, way.target.replace(secretFile, none));
  if (there && contentOf(there).includes(secret)) {
    fail(
      way.diagnosis,
      `"${there.asked}", a target ${way.what}, got a file from outside the web root. ${ADVICE[way.diagnosis]}`,
      { actual: contentOf(there), at: contentOf(there).indexOf(secret) },
    );
  }
  expectSameAnswer(there, notThere, `, a target ${way.what},`, way.diagnosis, ADVICE[way.diagnosis]);
}

/** Ways to say no: which of them is free. */
const REFUSALS = [undefined, 400, 403, 404, 414];

/** What is there, outside, must be refused, or answered like what is not there. */
function expectSameAnswer(
  there: Answer | undefined,
  notThere: Answer | undefined,
  what: string,
  diagnosis: string,
  advice: string,
): void {
  const [status, other] = [there, notThere].map((answer) => (answer ? statusOf(answer) : undefined));
  if (!there || status === other || REFUSALS.includes(status)) return;
  fail(
    diagnosis,
    `"${there.asked}"${what} got the status ${status}, and a name beside it that does not exist got ${other ?? 'no answer'}. So the program looks at what lies outside the web root. ${advice}`,
    { actual: there.received.subarray(0, 300) },
  );
}

/** Asks for what symbolic links outside the web root lead to; sees that nothing of it is shown. */
export async function expectLinksInside(context: ServerContext, links: string): Promise<void> {
  const { site } = context;
  const out = `/${links}/out`;
  const targets = [
    `${out}/`,
    out,
    `${out}/${site.sibling}/`,
    `/${links}/old/`,
    `/${links}/old`,
    `/${links}/file.txt`,
  ];
  const advice =
    'A symbolic link stands in the web root and leads out of it. realpath(file) gives the path with links followed: check that one, too.';
  for (const target of targets) {
    const answer = await answerTo(context, target);
    if (!answer) continue;
    const content = contentOf(answer);
    const words = [site.secret, site.secretFile].find((one) => content.includes(one));
    if (words === undefined) continue;
    fail('escapes-by-link', `"${answer.asked}" shows what lies outside the web root: "${words}". ${advice}`, {
      actual: content,
      at: content.indexOf(words),
    });
  }
  const there = await answerTo(context, `${out}/${site.secretFile}`);
  const notThere = await answerTo(context, `${out}/${context.random.word(9)}.txt`);
  expectSameAnswer(there, notThere, '', 'escapes-by-link', advice);
  // Links to nowhere and into the root are no reason to go wrong; what they get is free.
  for (const name of ['nowhere', 'inside', 'inside/']) await answerTo(context, `/${links}/${name}`);
}
