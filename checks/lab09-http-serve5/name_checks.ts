import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { ask, contentOf } from '../engine/http/ask.ts';
import { expectContent, expectStatus, expectWhole, typeOf } from '../engine/http/expect.ts';
import { links } from '../engine/http/listing.ts';
import { type Check, check } from '../engine/lab.ts';
import type { HostileName } from '../engine/site/hostile_names.ts';
import { targetOf } from '../engine/site/site.ts';
import { getFile, getText, leave, missingTarget } from './exchange.ts';
import { exhibits } from './exhibits.ts';

/** Why a file of such a name should be found, and the name of the mistake when it is not. */
function mistakeOf({ name, what }: HostileName): { why: string; diagnosis: string } {
  const there = `A file of the web root has a name ${what}`;
  if (name.includes('..')) {
    return {
      why: `${there}. Two dots in the middle of a name are nothing special: look where the whole path leads, not for dots.`,
      diagnosis: 'dots-in-name',
    };
  }
  if (name.includes('%')) {
    return {
      why: `${there}. In the target a % is written as %25. Decoded once it is a % again, and that is the name; who decodes it a second time finds nothing.`,
      diagnosis: 'decoded-twice',
    };
  }
  if (name.includes('+')) {
    return {
      why: `${there}. In a path a + is a +; only in forms it stands for a space.`,
      diagnosis: 'plus-as-space',
    };
  }
  if (/[?#]/.test(name)) {
    return {
      why: `${there}, written as %3F or %23 in the target. It is part of the name. Cut the query off first, and decode what is left.`,
      diagnosis: 'cut-after-decoding',
    };
  }
  return {
    why: `${there}. In the target it is percent-encoded: decode it (decodeURIComponent) before you look for the file.`,
    diagnosis: 'not-decoded',
  };
}

export const names: Check<ServerContext> = check(
  'finds files whose names hold spaces, %, ?, #, +, & and letters beyond ASCII',
  {
    id: 'names',
    spec: 'RFC 3986, sections 2.1 and 2.4 (percent-encoding)',
    hints: [
      'What stands in the target when the name of the file has a space in it?',
      'Cut off the query at the first ?, then decode the rest, once: resolveUri() of lab08 does it in this order.',
      "decodeURIComponent(target.replace(/\\?.*/, ''))",
    ],
  },
  async (context) => {
    for (const hostile of exhibits(context).names) {
      await getFile(context, hostile.file, mistakeOf(hostile));
      // A + may stand in a path as it is, or encoded.
      const target = targetOf(hostile.file.name).replaceAll('%2B', '+');
      if (target.includes('+')) await getFile(context, hostile.file, { target, ...mistakeOf(hostile) });
    }
    const { text } = exhibits(context);
    const encoded = Array.from(Buffer.from(text.name), (byte) => `%${byte.toString(16).padStart(2, '0')}`);
    await getFile(context, text, {
      target: `/${encoded.join('')}`,
      why: 'Every letter of the name is percent-encoded here, which changes nothing: %68 is another way to write h.',
      diagnosis: 'not-decoded',
    });
  },
);

export const query: Check<ServerContext> = check(
  'takes no notice of the query when it looks for a file',
  {
    id: 'query',
    spec: 'RFC 3986, sections 3.3 and 3.4 (path and query)',
    hints: [
      'Which part of the target is the name of the file?',
      'The path ends at the first ?. What follows is the query, and it is not part of the name.',
      "const [path = ''] = target.split('?');",
    ],
  },
  async (context) => {
    const { text } = exhibits(context);
    await getText(context);
    for (const behind of ['?', '?version=3&name=a%20b', '?file=../up.txt?more']) {
      await getFile(context, text, {
        target: `${targetOf(text.name)}${behind}`,
        why: 'What follows the ? is the query. It is not part of the name, and a file has no use for it.',
        diagnosis: 'query-in-name',
      });
    }
  },
);

export const notFound: Check<ServerContext> = check(
  'answers 404 when there is no such file',
  {
    id: 'not-found',
    spec: 'RFC 9110, section 15.5.5 (404 Not Found)',
    hints: [
      'What does the system say when you open a file that is not there, and what becomes of that in your program?',
      'open() and stat() throw an error whose code is ENOENT. That is no mistake of your program: it is the answer to a question.',
      "catch (error) { if (error.code === 'ENOENT') return notFoundResponse(); throw error; }",
    ],
  },
  async (context) => {
    const { text, index } = exhibits(context);
    await getText(context);
    const folder = targetOf(index.name).replace('index.html', '');
    const why = 'There is no such file.';
    for (const target of [
      missingTarget(context),
      `${targetOf(text.name)}x`,
      targetOf(text.name).slice(0, -4), // without .txt
      `${folder}${context.random.word()}.html`,
    ]) {
      const answer = await ask(context, { target });
      expectStatus(answer, 404, why);
      await leave(answer);
    }
  },
);

export const index: Check<ServerContext> = check(
  'shows the index.html of a folder that has one',
  {
    id: 'index',
    spec: 'the handout, "The page of a folder"',
    hints: [
      'What does a visitor want to see who asks for a folder: its listing, or the page that somebody has made for it?',
      'Before you make the listing, look whether there is an index.html in the folder. If so, answer as if it had been asked for.',
      "file = await resolveUri(uri + 'index.html', webRoot), in a try: when nothing is there it throws, and then you make the listing.",
    ],
  },
  async (context) => {
    const { index: file } = exhibits(context);
    const target = targetOf(file.name).replace('index.html', '');
    const answer = await ask(context, { target });
    expectStatus(answer, 200, 'There is an index.html in this folder.');
    if (answer.reader.complete && links(contentOf(answer), 'http://127.0.0.1/').length > 0) {
      fail(
        'listing-for-index',
        `"${answer.asked}" got a listing. There is an index.html in this folder: that is the page to send.`,
        { expected: file.content, actual: contentOf(answer) },
      );
    }
    expectContent(answer, file.content);
    if (typeOf(answer) !== 'text/html') {
      fail(
        'wrong-content-type',
        `The index.html of a folder came as ${typeOf(answer) ?? 'nothing'}, not as text/html. Its type comes from the name of the file that is sent, not from the target.`,
        { expected: 'Content-Type: text/html' },
      );
    }
    await leave(answer);
    const another = await ask(context, { target: `${target}?from=${context.random.word()}` });
    expectStatus(
      another,
      200,
      'There is an index.html in this folder, and the query is not part of its name.',
    );
    expectContent(another, file.content);
    await leave(another);
  },
);

/** The path that a target means: decoded, so that it does not matter which letters a link encodes; no slash at its end. */
function pathOf(target: string | undefined): string | undefined {
  const encoded = target?.replace(/[?#].*/s, '');
  try {
    return encoded && decodeURIComponent(encoded).replace(/\/+/g, '/').replace(/\/$/, '').normalize('NFC');
  } catch {
    return undefined;
  }
}

export const listing: Check<ServerContext> = check(
  'lists a folder that has no index.html, with links that lead to its files',
  {
    id: 'listing',
    tier: 'bonus',
    needs: ['text-file', 'index'],
    spec: 'the handout, "The page of a folder"',
    hints: [
      'What does your program answer for a folder without an index.html?',
      'The listing of lab08 is still there: it is what a folder gets that has no page of its own.',
      'if there is no index.html: return okResponse(await listing(folder));',
    ],
  },
  async (context) => {
    const { plainFolder } = exhibits(context);
    const page = await ask(context, { target: `${targetOf(plainFolder)}/` });
    expectStatus(page, 200, 'The folder has no index.html, so its listing is the page to send.');
    await leave(page);
    const base = `http://127.0.0.1:${context.port}${targetOf(plainFolder)}/`;
    const found = new Set(links(contentOf(page), base).map(({ target }) => pathOf(target)));
    for (const { name, isFolder } of context.site.entries(plainFolder)) {
      const target = targetOf(`${plainFolder}/${name}`);
      if (!found.has(pathOf(target))) {
        fail(
          'no-link',
          `The folder holds ${JSON.stringify(name)}, and the listing has no link that leads there.`,
          {
            expected: `<a href="${encodeURIComponent(name)}">`,
            actual: contentOf(page),
          },
        );
      }
      const file = context.site.files.get(`${plainFolder}/${name}`);
      if (file && !isFolder) await getFile(context, file);
      else expectWhole(await ask(context, { target: `${target}/` }));
    }
  },
);
