import type { ServerContext } from '../engine/context/server.ts';
import { poll } from '../engine/deadline.ts';
import { fail } from '../engine/failure.ts';
import { get, statusOf } from '../engine/http/ask.ts';
import { expectStatus, expectWhole } from '../engine/http/expect.ts';
import { check } from '../engine/lab.ts';
import { diagnosisOf, getPage, PAGE_TARGET } from './exchange.ts';

/** The checks about what is asked for. */
export const printsTarget = check<ServerContext>(
  'prints the target of each request',
  {
    id: 'prints-target',
    needs: ['page', 'next-client'],
    spec: 'the handout, "The request line"; RFC 9112, section 3',
    hints: [
      'Which word of the request line is the target?',
      'It is the second: the path and the query, just as they came. Print it for every request, before you answer.',
      "const [method, target, version] = requestLine.split(' '); console.log(target);",
    ],
  },
  async (context) => {
    const word = () => context.random.word(8);
    const targets = [
      `/${word()}`,
      `/${word()}?q=${word()}&x=a+b`,
      `/${word()}/%7Ea%20b%C3%A9/${word()}.png`,
      `/${word()}/../${word()}?x`,
      `/%2e%2e/${word()}`,
      `/${word()}`,
    ];
    for (const [i, target] of targets.entries()) {
      expectWhole(await get(context, target));
      if (!(await isPrinted(context, target))) await explainMissing(context, target, i > 0);
    }
  },
);

/** Where it is printed is free: standard output or standard error. */
const printed = (context: ServerContext): string => context.printed + context.complained;

async function isPrinted(context: ServerContext, text: string, patience = 1000): Promise<boolean> {
  return (await poll(patience, () => (printed(context).includes(text) ? true : undefined))) === true;
}

async function explainMissing(context: ServerContext, target: string, notTheFirst: boolean): Promise<never> {
  const evidence = { expected: target, actual: printed(context).slice(-300) };
  const asked = `The request was for ${target}, and`;
  if (printed(context).includes(decodeURIComponent(target))) {
    fail(
      'prints-decoded',
      `${asked} it was printed in another form: ${decodeURIComponent(target)}. The target is what stands in the request line, byte for byte. Decoding comes in a later lab.`,
      evidence,
    );
  }
  if (printed(context).toLowerCase().includes(target.toLowerCase())) {
    fail(
      'prints-other-case',
      `${asked} it was printed with other letters: capital ones as small ones, or the other way round. The target is what stands in the request line, byte for byte; /A and /a are two targets.`,
      evidence,
    );
  }
  const { pathname, search } = new URL(target, 'http://127.0.0.1');
  if (pathname + search !== target && printed(context).includes(pathname + search)) {
    fail(
      'prints-resolved',
      `${asked} it was printed in another form: ${pathname}${search}. The target is what stands in the request line, byte for byte. (The class URL works out the dots, so it shows another target than the client sent.)`,
      evidence,
    );
  }
  const [path = '', query] = target.split('?');
  if (query !== undefined && printed(context).includes(path)) {
    fail(
      'prints-without-query',
      `${asked} only ${path} was printed. The query, which is the question mark and what follows, is part of the target.`,
      evidence,
    );
  }
  await get(context, PAGE_TARGET);
  if (await isPrinted(context, target, 300)) {
    fail(
      'prints-late',
      `${asked} it was printed only when the next request came. Print it as soon as you have read the request line.`,
      evidence,
    );
  }
  if (notTheFirst) {
    fail(
      'prints-first-only',
      `${asked} nothing was printed, though it was for an earlier request. What is done for every client stands inside the function for one client.`,
      evidence,
    );
  }
  return fail(
    'prints-no-target',
    `${asked} the program has not printed this target. (In a language that keeps back what it prints into a pipe, flush standard output.)`,
    evidence,
  );
}

export const anyTarget = check<ServerContext>(
  'gives the page for every target, query and all',
  {
    id: 'any-target',
    needs: ['page', 'next-client'],
    spec: 'the handout, "The request line"; RFC 9112, section 3.2.1',
    hints: [
      'What has to be true of the target, before your program sends the page?',
      'Hardly anything yet: it begins with a slash. Path, query, percent signs, length: none of it matters in this lab.',
      "Do not compare the target with '/' or with the name of a file, and do not search it with a pattern for letters.",
    ],
  },
  async (context) => {
    const word = context.random.word();
    const targets = [
      '/',
      `${PAGE_TARGET}?a=${word}&b=c%20d+e`,
      `/${word}`,
      `/${word}/deeper/${word}.png`,
      '/?',
      `/?next=http://127.0.0.1/${word}?x=../y`,
      `/${word}%C3%A9%2F%3F~!$'()*,;:@-._=`,
      '//',
      `//${word}`,
      `/${word}/../b?x`,
      `/%2e%2e/${word}`,
      `/${word}?${'long='.repeat(800)}`,
    ];
    for (const target of targets) {
      const why = 'In this lab every target that begins with a slash gets the page.';
      await getPage(context, { target }, why);
    }
    for (const target of ['/100%', `/${word}%zz`]) {
      const answer = await get(context, target);
      const why =
        'A % stands before two hexadecimal digits, so this target is wrong: 400 is right, and so is the page, as nothing is decoded in this lab. (decodeURIComponent throws an exception here.)';
      expectStatus(answer, [200, 400], why, diagnosisOf(statusOf(answer), 'wrong-status'));
    }
    await getPage(context);
  },
);
