import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { type Answer, contentOf, get } from '../engine/http/ask.ts';
import { expectWhole, typeOf } from '../engine/http/expect.ts';
import { failWithProblem } from '../engine/http/fail_with_problem.ts';
import { markup } from '../engine/http/listing.ts';
import { type Check, check } from '../engine/lab.ts';
import { list } from './listing.ts';
import { labSite } from './site.ts';

/** The responses as such, whatever they say. */
export const RESPONSE_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'sends a proper response with every status: 200, 301, 400, 404, 501',
    {
      id: 'responses',
      spec: 'RFC 9112, sections 2 to 6',
      hints: [
        'Does every answer of your program have a status line, headers, a blank line and a page?',
        'Let one function write all responses. Then what is right for 200 is right for 404. Content-Length counts bytes: take the length of a Buffer.',
        "return Buffer.concat([Buffer.from(head.join('\\r\\n')), body]);   // and in the head 'Content-Length: ' + body.length",
      ],
    },
    everyStatus,
  ),
  check(
    'puts nothing of the request into a page as markup',
    {
      id: 'error-pages',
      spec: 'the handout, "Encode and escape"; RFC 9110, section 17.4',
      rude: true,
      hints: [
        'Does your 404 page show what was asked for?',
        'A link can be made by anybody: /<script>…. If your page repeats it unescaped, the script runs in the browser of whoever clicks on that link.',
        'Escape it as you escape the names of files, or send errors as text/plain; charset=utf-8.',
      ],
    },
    requestInPage,
  ),
];

async function everyStatus(context: ServerContext): Promise<void> {
  const { plain, file, hostileFiles } = labSite(context.site);
  const missing = context.random.word(9);
  // The page with letters beyond ASCII is the one for which bytes and characters differ.
  for (const target of ['/', `/${hostileFiles}/`, `/${plain}`, `/${missing}`, `/${file}`, '/%zz']) {
    const answer = await get(context, target);
    const { forgiven, firstProblem } = answer.reader;
    // A line without a colon is told first: it may be content, and then nothing of what follows is a header.
    const problem = forgiven.find(({ kind }) => kind === 'no-colon') ?? firstProblem;
    if (problem && answer.received.length > 0) {
      failWithProblem(
        { ...problem, message: `After "${answer.asked}": ${problem.message}` },
        answer.peer.received,
      );
    }
    expectWhole(answer);
    expectNothingBehind(answer);
  }
}

/** Nothing comes behind the content; where something does, the name of the usual mistake. */
function expectNothingBehind(answer: Answer): void {
  const { reader, peer, asked } = answer;
  const behind = peer.received.subarray(reader.places.end ?? peer.length);
  if (behind.length === 0 || reader.framing?.kind !== 'length') return;
  const said = reader.framing.length;
  const sent = Buffer.concat([contentOf(answer), behind]);
  const evidence = { actual: peer.received, at: reader.places.end ?? 0 };
  const so = `"${asked}": Content-Length says ${said}, and ${sent.length} bytes came.`;
  const text = sent.toString('utf8');
  if (said === text.length || said === [...text].length) {
    fail(
      'length-in-characters',
      `${so} ${said} is how many characters the page has: é is one character and two bytes. Take the length of the Buffer, or Buffer.byteLength(text).`,
      evidence,
    );
  }
  if (/^\r?\n/.test(text) && behind.length <= 2) {
    fail(
      'blank-line-twice',
      `${so} The content begins with a line end: the blank line ends the head, and a second one is already content.`,
      { actual: peer.received, at: reader.places.content ?? 0 },
    );
  }
  fail('length-too-small', `${so} A client stops where Content-Length says, and the rest is lost.`, evidence);
}

async function requestInPage(context: ServerContext): Promise<void> {
  const { plain } = labSite(context.site);
  const word = context.random.word(9);
  const image = `<img src=${word} onerror=alert(1)>`;
  const targets = [
    `/${encodeURIComponent(image)}`,
    `/${plain}/${encodeURIComponent(image)}/`,
    `/${image.replaceAll(' ', '/')}`,
    `/${plain}/?${encodeURIComponent(image)}`,
    `/${plain}?${image.replaceAll(' ', '/')}`,
    // Pages that are there: a heading may repeat the target as it came, or decoded.
    `/?${image.replaceAll(' ', '/')}`,
    `/${plain}/?${image.replaceAll(' ', '/')}`,
    `/${encodeURIComponent(image)}/../${plain}/`,
    `/${image.replaceAll(' ', '/')}/../../${plain}/`,
    `/${encodeURIComponent(`" onclick="${word}`)}`,
    `/%zz${image.replaceAll(' ', '/')}`,
  ];
  // Without spaces the value goes on behind the word: src=word/onerror=alert(1).
  const madeOf = (value: string) => value === word || value.startsWith(`${word}/`);
  // As it is, with its spaces: no request line any more. The page of the 400 may repeat it; no page is right, too.
  const raw = `/${image}`;
  for (const target of [...targets, raw]) {
    const answer = await get(context, target);
    if (target === raw && !answer.reader.hasHead) continue;
    expectWhole(answer);
    // Without a type browsers look for themselves, and find a page.
    if (!/html|xml/.test(typeOf(answer) ?? 'html')) continue;
    const html = contentOf(answer);
    const tag = markup(html).find(({ attributes }) => [...attributes.values()].some(madeOf));
    if (!tag) continue;
    fail(
      'request-becomes-markup',
      `"${answer.asked}": the page repeats what was asked for, and a browser sees a tag <${tag.name}> in it. Whoever makes such a link can run a program in the browser of those who click on it. Escape it.`,
      { actual: html, at: tag.at },
    );
  }
  await list(context, `/${plain}/`, plain);
}
