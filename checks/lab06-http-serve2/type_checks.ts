import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { fieldsOf } from '../engine/http/ask.ts';
import { charsetOf, typeOf } from '../engine/http/expect.ts';
import { type Check, check } from '../engine/lab.ts';
import { askForPage, corrected } from './exchange.ts';

const GOOD = 'text/html; charset=utf-8';

export const contentType: Check<ServerContext> = check(
  'says in Content-Type that the page is HTML',
  {
    id: 'content-type',
    needs: ['header-lines'],
    spec: 'RFC 9110, section 8.3; the handout, "Content-Type"',
    hints: [
      'How does a browser know whether the bytes that it gets are a page, a text or a picture?',
      'Not by the name of the file: a header says it. Its value is a type and a subtype with a slash between them.',
      "'Content-Type: text/html; charset=utf-8'",
    ],
  },
  async (context) => {
    const answer = await askForPage(context);
    const type = typeOf(answer);
    const [first, second] = fieldsOf(answer).all('Content-Type');
    if (!first) {
      fail(
        'no-content-type',
        'No header says what these bytes are. A browser has to guess: the page may be shown as text, or offered for download.',
        { expected: `Content-Type: ${GOOD}\r\n`, actual: answer.stream.subarray(0, answer.headEnd) },
      );
    }
    const right = corrected(answer.stream, first.valueAt, first.value.length, GOOD);
    const evidence = { expected: right, actual: answer.stream, at: first.valueAt };
    if (second) {
      fail(
        'wrong-content-type',
        'Content-Type is there twice. It may come only once: a client cannot know which of the two is right.',
        { actual: answer.stream, at: second.at },
      );
    }
    if (type === 'text/html') return;
    if (/^text\/html\s*,\s*charset\b/.test(type ?? '')) {
      fail('wrong-content-type', 'Between the type and the charset stands a semicolon, not a comma.', {
        ...evidence,
        at: first.valueAt + first.value.indexOf(','),
      });
    }
    const effect = type?.startsWith('text/')
      ? ' A browser shows the source of the page instead of the page.'
      : type?.includes('/')
        ? ' A browser does not show the page.'
        : ' A type has two parts, with a slash between them.';
    fail(
      'wrong-content-type',
      `Content-Type says ${type || 'nothing'}. This is a page of HTML, and its type is text/html.${effect}`,
      evidence,
    );
  },
);

export const charset: Check<ServerContext> = check(
  'says in Content-Type how the text of the page is encoded',
  {
    id: 'charset',
    needs: ['content-type'],
    spec: 'RFC 9110, section 8.3.2; the handout, "Content-Type"',
    hints: [
      'The page has an é in it: two bytes. How does the client know that they are one letter?',
      'Behind the type stands a semicolon, and then the name of the encoding.',
      "'Content-Type: text/html; charset=utf-8'",
    ],
  },
  async (context) => {
    const answer = await askForPage(context);
    const name = charsetOf(answer);
    if (name === 'utf-8' || name === 'utf8') return;
    const { valueAt = 0, value = '' } = fieldsOf(answer).first('Content-Type') ?? {};
    const right = corrected(answer.stream, valueAt, value.length, GOOD);
    const evidence = { expected: right, actual: answer.stream };
    if (name === undefined) {
      fail(
        'no-charset',
        'Content-Type does not say how text is turned into bytes here. A client that guesses wrong shows Montréal as MontrÃ©al. Add the charset.',
        { ...evidence, at: valueAt + value.length },
      );
    }
    fail(
      'wrong-charset',
      `Content-Type says charset=${name}, but the bytes of the page are UTF-8. A client that believes it shows Montréal as MontrÃ©al, or worse.`,
      { ...evidence, at: valueAt + Math.max(0, value.search(/charset/i)) },
    );
  },
);
