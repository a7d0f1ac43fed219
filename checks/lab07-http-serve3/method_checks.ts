import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { ask, contentOf, get, statusOf } from '../engine/http/ask.ts';
import { expectStatus } from '../engine/http/expect.ts';
import type { RequestParts } from '../engine/http/request.ts';
import { check } from '../engine/lab.ts';
import { diagnosisOf, expectAllow, getPage, PAGE, PAGE_TARGET } from './exchange.ts';

/** The request gets one of these statuses, and an Allow header with 405; `diagnosis` is for one that gets the page. */
async function refuses(
  context: ServerContext,
  parts: RequestParts,
  accepted: readonly number[],
  why: string,
  diagnosis: string,
): Promise<void> {
  const answer = await get(context, PAGE_TARGET, parts);
  const content = contentOf(answer);
  const isPage = context.site.files.get(PAGE)?.content.equals(content) ?? false;
  if (statusOf(answer) === 200 && answer.reader.complete && content.length > 0 && !isPage) {
    fail(
      'refuses-in-body-only',
      `"${answer.asked}" did not get the page: your program says no in the body, but the status line still says 200. Give the response its own status (TODO 2).`,
      { expected: `HTTP/1.1 ${accepted[0]}`, actual: answer.received.subarray(0, 300) },
    );
  }
  expectStatus(answer, accepted, why, diagnosisOf(statusOf(answer), diagnosis));
  expectAllow(answer);
}

export const otherMethods = check<ServerContext>(
  'answers POST, PUT, DELETE and PATCH with 405 and Allow, or with 501',
  {
    id: 'other-methods',
    needs: ['page', 'next-client'],
    spec: 'RFC 9110, sections 15.5.6 (405), 10.2.1 (Allow) and 15.6.2 (501)',
    hints: [
      'What does your program answer to somebody who wants to delete the page?',
      'Compare the method with GET. For every other one: status 405, and a header Allow that names the methods there are.',
      "if (method !== 'GET') answer with 'HTTP/1.1 405 Method Not Allowed' and 'Allow: GET'.",
    ],
  },
  async (context) => {
    const requests: RequestParts[] = [
      { method: 'POST', content: '' },
      { method: 'DELETE' },
      { method: 'PUT', content: `a=${context.random.word()}` },
      { method: 'PATCH', content: `a=${context.random.word()}` },
    ];
    for (const parts of requests) {
      const why = `This server only does GET. ${parts.method} is a method that HTTP knows, so 405 with Allow is the answer, or 501 if the server knows nothing but GET.`;
      await refuses(context, parts, [405, 501], why, 'accepts-any-method');
    }
    await getPage(context);
  },
);

export const head = check<ServerContext>(
  'answers HEAD without a page, or turns it down',
  {
    id: 'head',
    needs: ['page', 'next-client'],
    spec: 'RFC 9110, section 9.3.2',
    hints: [
      'HEAD asks for the head of the answer and nothing else. What does your program send?',
      'Treat it like the other methods that you do not know how to do: 405 with Allow, or 501.',
      "if (method !== 'GET') covers HEAD, too. A later lab does it properly.",
    ],
  },
  async (context) => {
    const answer = await ask(context, { method: 'HEAD', target: PAGE_TARGET });
    const why = 'HEAD gets what GET would get, without the content; or it is turned down like other methods.';
    expectStatus(answer, [200, 405, 501], why);
    expectAllow(answer);
    if (statusOf(answer) === 200) {
      // A response to HEAD ends with its blank line, whatever its headers say.
      const whole = answer.reader.places.end ?? 0;
      await answer.peer.read(() => answer.peer.length > whole, 300);
      if (answer.peer.length > whole) {
        fail(
          'content-on-head',
          'HEAD got the status 200, and then content. The client does not expect any: to it these bytes are the beginning of the next answer.',
          { actual: answer.peer.received, at: whole },
        );
      }
    }
    await answer.peer.leave();
    await getPage(context);
  },
);

export const unknownMethod = check<ServerContext>(
  'answers a method that nobody knows with 501, 405 or 400',
  {
    id: 'unknown-method',
    needs: ['page', 'next-client'],
    spec: 'RFC 9110, sections 9.1 and 15.6.2',
    hints: [
      'Is a word that begins with GET the method GET?',
      'The method is the whole first word, up to the space. Anything but GET is turned down: 501 says that the server does not know it.',
      "const [method] = requestLine.split(' '); method === 'GET', and not requestLine.startsWith('GET').",
    ],
  },
  async (context) => {
    const why = 'No server knows this method, and 501 says so (405 with Allow, and 400, will do).';
    for (const method of ['BREW', `GET${context.random.word(3).toUpperCase()}`, 'G', 'ETG']) {
      const diagnosis = method.startsWith('GET') ? 'method-by-prefix' : 'accepts-any-method';
      await refuses(context, { method }, [501, 405, 400], why, diagnosis);
    }
    await getPage(context);
  },
);

export const methodCase = check<ServerContext>(
  'does not take get or Get for GET',
  {
    id: 'method-case',
    needs: ['unknown-method'],
    spec: 'RFC 9110, section 9.1: "The method token is case-sensitive"',
    hints: [
      'Which names in a request may be written in small letters, and which may not?',
      'Names of headers may, names of methods may not: get is not GET, it is a method that nobody knows.',
      "Compare method === 'GET' as it came, without toUpperCase() and without a pattern that has the flag i.",
    ],
  },
  async (context) => {
    const why = 'Upper and lower case matter in the name of a method, so this one is unknown.';
    for (const method of ['get', 'Get']) {
      await refuses(context, { method }, [501, 405, 400], why, 'method-in-any-case');
    }
    await getPage(context);
  },
);
