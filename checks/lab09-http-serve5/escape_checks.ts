import type { ServerContext } from '../engine/context/server.ts';
import { fail, skip } from '../engine/failure.ts';
import { type Answer, ask, statusOf } from '../engine/http/ask.ts';
import { expectRejected, expectStatus, expectWhole } from '../engine/http/expect.ts';
import { type Check, check } from '../engine/lab.ts';
import { targetOf } from '../engine/site/site.ts';
import { escapes } from '../engine/site/traversal.ts';
import { getText } from './exchange.ts';
import { exhibits } from './exhibits.ts';

/** Fails when the answer holds the secret, or is no way to say that there is nothing. */
function expectNothingOutside(
  context: ServerContext,
  answer: Answer,
  what: string,
  diagnosis: string,
  advice: string,
): void {
  const { received, end, asked } = answer;
  const secretAt = received.indexOf(context.site.secret);
  if (secretAt >= 0) {
    fail(
      diagnosis,
      `A target ${what} got a file that is not in the web root: "${asked}". Everybody who can reach the server could read every file of this computer in this way. ${advice}`,
      { actual: received, at: secretAt },
    );
  }
  // An end without an answer is a short way to say no.
  if (received.length === 0 && end !== 'silence') return;
  expectWhole(answer);
  const status = statusOf(answer) as number;
  if (status === 500) {
    fail(
      'error-500',
      `A target ${what} got the status 500: "${asked}". It says that the program itself went wrong; but there is nothing of that name, which is 404.`,
      { expected: 'HTTP/1.1 404', actual: received.subarray(0, 300) },
    );
  }
  if (status >= 300) return;
  fail(
    'wrong-status',
    `A target ${what} got the status ${status}: "${asked}". It leads out of the web root, where nothing is to be had: 404, 403 or 400.`,
    { expected: 'HTTP/1.1 404', actual: received.subarray(0, 300) },
  );
}

const CHECK_IT =
  'Decode the path once, join it with the web root, and then see that the result is the web root or begins with the web root and a separator.';

export const traversal: Check<ServerContext> = check(
  'sends nothing from outside the web root, however the target is written',
  {
    id: 'traversal',
    rude: true,
    needs: ['text-file', 'next-client'],
    spec: 'RFC 9110, section 17.3 (attacks based on file and path names)',
    hints: [
      'Which file does /../../etc/passwd mean, joined with your web root? And /%2e%2e/?',
      'Everything that you send goes through resolveUri() of lab08. Is there now a second way to a file in your program, around it?',
      'const file = path.join(webRoot, decoded); if (file !== webRoot && !file.startsWith(webRoot + path.sep)) throw notFound();',
    ],
  },
  async (context) => {
    await getText(context);
    const folder = exhibits(context).plainFolder;
    for (const { target, what, diagnosis } of escapes(context.site, folder)) {
      const answer = await ask(context, { target });
      expectNothingOutside(context, answer, what, diagnosis, CHECK_IT);
      answer.peer.drop();
    }
    const text = targetOf(exhibits(context).text.name);
    for (const target of [`${text}%00.html`, `/%00${text}`]) {
      const answer = await ask(context, { target });
      expectRejected(
        answer,
        'No file has the character %00 in its name; in the language of the system it ends the name, so that another file may be opened than the one that was checked. 400 or 404 is the answer.',
      );
      answer.peer.drop();
    }
    await getText(context);
  },
);

export const symbolicLink: Check<ServerContext> = check(
  'does not follow a symbolic link that leads out of the web root',
  {
    id: 'links-out',
    rude: true,
    needs: ['text-file', 'next-client'],
    spec: 'RFC 9110, section 17.3; the handout, "Only what is inside"',
    hints: [
      'A symbolic link is a file that only says: look over there. What does your program see when it opens one?',
      'The path of a link lies inside the web root, and what it leads to need not. realpath() gives the path with all links followed.',
      'const real = await realpath(file); if (!isInside(real)) throw notFound();',
    ],
  },
  async (context) => {
    const { links } = exhibits(context);
    if (!links) skip('this system does not let us make symbolic links');
    await getText(context);
    for (const target of [`/${links.outsideFile}`, `/${links.outsideFolder}/${context.site.secretFile}`]) {
      const answer = await ask(context, { target });
      expectNothingOutside(
        context,
        answer,
        'that is a symbolic link',
        'escapes-by-link',
        'Follow the links with realpath() before you decide whether it is inside.',
      );
      answer.peer.drop();
    }
    const listed = await ask(context, { target: `/${links.outsideFolder}/` });
    expectStatus(
      listed,
      [301, 302, 303, 307, 308, 400, 403, 404, 501],
      'The folder is a symbolic link that leads out of the web root.',
      'escapes-by-link',
    );
    listed.peer.drop();
    const door = await ask(context, { target: `/${links.door}/` });
    expectWhole(door);
    if (door.received.includes(context.site.secret)) {
      fail(
        'escapes-by-link',
        'A folder has an index.html that is a symbolic link out of the web root, and what it leads to was sent. The index.html goes the way of every other file: through resolveUri().',
        { actual: door.received },
      );
    }
    door.peer.drop();
    await getText(context);
  },
);
