import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { type Answer, ask, fieldsOf } from '../engine/http/ask.ts';
import { charsetOf, expectStatus, typeOf } from '../engine/http/expect.ts';
import { type Check, check } from '../engine/lab.ts';
import { type SiteFile, targetOf } from '../engine/site/site.ts';
import { CAPITALS, type ExtensionType, TYPES } from './content_types.ts';
import { exhibits } from './exhibits.ts';

/** What was said about one file. */
interface Said {
  /** As a person would write it: `.jpg`. */
  extension: string;
  type: string | undefined;
  accepted: readonly string[];
  answer: Answer;
}

async function ask200(context: ServerContext, file: SiteFile): Promise<Answer> {
  const answer = await ask(context, { target: targetOf(file.name) });
  expectStatus(answer, 200, 'A file of that name is in the web root.');
  await answer.peer.leave();
  return answer;
}

async function saidAbout(
  context: ServerContext,
  { extension, accepted }: ExtensionType,
  file: SiteFile,
): Promise<Said> {
  const answer = await ask200(context, file);
  return { extension: `.${extension}`, accepted, type: typeOf(answer), answer };
}

/** Fails when one of the types is not right; one message for all that are wrong. */
function expectTypes(all: readonly Said[]): void {
  const wrong = all.filter(({ type, accepted }) => type === undefined || !accepted.includes(type));
  const [first] = wrong;
  if (!first) return;
  const list = wrong
    .slice(0, 4)
    .map(({ extension, type, accepted }) => `${extension} is ${accepted[0]}, not ${type ?? 'nothing'}`)
    .join('; ');
  const evidence = {
    expected: `Content-Type: ${first.accepted[0]}`,
    actual: first.type === undefined ? 'no Content-Type' : `Content-Type: ${first.type}`,
  };
  const more = wrong.length > 4 ? `; and ${wrong.length - 4} more` : '';
  if (first.type === undefined) {
    fail(
      'no-content-type',
      `The response with a ${first.extension} file has no Content-Type: the browser would have to guess what it is.`,
      evidence,
    );
  }
  if (all.length === TYPES.length && new Set(all.map(({ type }) => type)).size === 1) {
    fail(
      'one-type-for-all',
      `Every file is sent as ${first.type}, whatever it is. A browser shows a picture as a picture only when it is told so: look at the extension of the file's name.`,
      evidence,
    );
  }
  const hint = wrong.some(({ type }) => type === 'image/jpg') ? ' (The type of a .jpg has an e in it.)' : '';
  fail('wrong-content-type', `Content-Type is not right: ${list}${more}.${hint}`, evidence);
}

export const types: Check<ServerContext> = check(
  'says what a file is: .html .txt .css .js .json .svg .png .jpg .jpeg .gif .ico .pdf',
  {
    id: 'types',
    spec: 'RFC 9110, section 8.3 (Content-Type); the handout, "What is it?"',
    hints: [
      'How does your program find out what is in a file?',
      'From its extension, in a table that you write. path.extname(name) gives the extension, with its dot.',
      "const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.png': 'image/png', … };",
    ],
  },
  async (context) => {
    const { typed } = exhibits(context);
    const all: Said[] = [];
    for (const type of TYPES) {
      all.push(await saidAbout(context, type, typed.get(type.extension) as SiteFile));
    }
    expectTypes(all);
  },
);

export const capitals: Check<ServerContext> = check(
  'knows an extension in capital letters too',
  {
    id: 'capitals',
    needs: ['types'],
    spec: 'the handout, "What is it?"',
    hints: [
      'Cameras call their pictures IMG_0001.JPG. What does your table say to .JPG?',
      'The letters of an extension may be large or small; those in your table are small.',
      'types[path.extname(name).toLowerCase()]',
    ],
  },
  async (context) => {
    const all: Said[] = [];
    for (const extension of CAPITALS) {
      const type = TYPES.find((one) => one.extension === extension.toLowerCase()) as ExtensionType;
      const file = exhibits(context).typed.get(extension) as SiteFile;
      all.push(await saidAbout(context, { ...type, extension }, file));
    }
    expectTypes(all);
  },
);

export const noExtension: Check<ServerContext> = check(
  'sends a file without an extension as application/octet-stream',
  {
    id: 'no-extension',
    spec: 'RFC 2046, section 4.5.1 (application/octet-stream); the handout, "What is it?"',
    hints: [
      'What does your table give for a name that has no dot in it?',
      'application/octet-stream means: some bytes, I know no more. It is what to say where the table says nothing. A dot in the name of the folder is no extension.',
      "types[path.extname(name).toLowerCase()] ?? 'application/octet-stream'",
    ],
  },
  async (context) => {
    const answer = await ask200(context, exhibits(context).bare);
    const type = typeOf(answer);
    if (type === 'application/octet-stream') return;
    fail(
      type === undefined ? 'no-content-type' : 'wrong-content-type',
      `The file LICENCE has no extension${type?.startsWith('text/plain') ? ' (the .txt is in the name of its folder)' : ''}, so its name does not tell what it is. The type for "some bytes" is application/octet-stream, not ${type ?? 'nothing'}.`,
      {
        expected: 'Content-Type: application/octet-stream',
        actual: type === undefined ? 'no Content-Type' : `Content-Type: ${type}`,
      },
    );
  },
);

export const charset: Check<ServerContext> = check(
  'says of text how it is encoded: charset=utf-8',
  {
    id: 'charset',
    needs: ['types'],
    spec: 'RFC 9110, section 8.3.2 (charset); the handout, "What is it?"',
    hints: [
      'How does a browser know whether two bytes are one é or two other letters?',
      'It believes the charset in Content-Type. Pictures have none, text should have one.',
      "'.txt': 'text/plain; charset=utf-8'",
    ],
  },
  async (context) => {
    for (const { extension } of TYPES.filter(({ isText }) => isText)) {
      const file = exhibits(context).typed.get(extension) as SiteFile;
      const answer = await ask200(context, file);
      const said = charsetOf(answer);
      // application/javascript is text whose encoding is always UTF-8.
      if (!typeOf(answer)?.startsWith('text/') || said === 'utf-8') continue;
      const value = fieldsOf(answer).value('Content-Type');
      const evidence = {
        expected: `Content-Type: ${value?.split(';')[0]}; charset=utf-8`,
        actual: `Content-Type: ${value}`,
      };
      if (said !== undefined) {
        fail(
          'wrong-content-type',
          `The .${extension} file is UTF-8, as all text of this course, and Content-Type says charset=${said}: a browser would show é as something else.`,
          evidence,
        );
      }
      fail(
        'no-charset',
        `Content-Type of a .${extension} file does not say how its letters are encoded. A browser then guesses, and é may become Ã©.`,
        evidence,
      );
    }
  },
);
