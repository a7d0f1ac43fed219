import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { ask, fieldsOf } from '../engine/http/ask.ts';
import { expectWhole } from '../engine/http/expect.ts';
import { type Check, check } from '../engine/lab.ts';
import { askForPage, expectPage, TARGET, takenApart } from './exchange.ts';
import { expectLength } from './length.ts';

export const page: Check<ServerContext> = check(
  'sends the page byte for byte as it is in the file',
  {
    id: 'page',
    needs: ['blank-line'],
    spec: 'the handout, "The body"',
    hints: [
      'What happens to the bytes of the file on their way to the socket?',
      'A Buffer that becomes a string, or is joined with one, goes through an encoding. Leave it a Buffer.',
      'Buffer.concat([Buffer.from(head), body])',
    ],
  },
  async (context) => expectPage(await askForPage(context)),
);

export const contentLength: Check<ServerContext> = check(
  'says in Content-Length how many bytes the page has',
  {
    id: 'content-length',
    needs: ['page', 'header-lines'],
    spec: 'RFC 9110, section 8.6; the handout, "Content-Length"',
    hints: [
      'The page has an é in it. How many bytes is that, and how many characters?',
      'The length of a string counts something else than bytes. The length of a Buffer counts bytes.',
      'body.length where body is a Buffer; Buffer.byteLength(text) where it is a string',
    ],
  },
  async (context) => expectLength(await askForPage(context)),
);

export const nothingBehind: Check<ServerContext> = check(
  'sends nothing behind the page',
  {
    id: 'nothing-behind',
    needs: ['content-length'],
    spec: 'RFC 9112, section 6.3; the handout, "Content-Length"',
    hints: [
      'Does your program write anything after the body, perhaps a line end?',
      'The body is not a line. It ends after as many bytes as Content-Length says, and the next byte would be the next response.',
      "one write: socket.end(okResponse(page)), with no '\\r\\n' behind the body",
    ],
  },
  async (context) => {
    const answer = await askForPage(context);
    expectWhole(answer);
    const { reader, stream } = answer;
    const end = reader.places.end ?? stream.length;
    const more = stream.length - end;
    if (more === 0) return;
    fail(
      'bytes-behind-content',
      `The page came as its length says, and then ${more === 1 ? '1 more byte' : `${more} more bytes`}. On a connection that stays open, that would be the beginning of the next response. Send nothing behind the body, not even a line end.`,
      { actual: stream, at: end },
    );
  },
);

export const closes: Check<ServerContext> = check(
  'ends the connection behind the page when the client asks for it',
  {
    id: 'closes',
    needs: ['page'],
    spec: 'RFC 9112, section 9.6; the handout, "Connection: close"',
    hints: [
      'Your answer is complete. Does your program still hold the connection?',
      'A client that sends "Connection: close" expects the end of the connection behind the response.',
      'socket.end(okResponse(page)): writes the response and then ends our side',
    ],
  },
  async (context) => {
    const answer = await ask(context, { target: TARGET });
    expectPage(takenApart(context, answer));
    const { peer } = answer;
    const end = peer.ended ?? (await peer.readToEnd());
    if (end === 'silence') {
      const said = /\bclose\b/i.test(fieldsOf(answer).value('Connection') ?? '');
      fail(
        said ? 'says-close-and-stays' : 'keeps-open',
        `The client asked for the end of the connection (Connection: close) and got the page, but the connection is still open.${said ? ' The answer says "Connection: close" itself: what a header promises, the program has to do.' : ''} A client that reads to the end would wait for ever. Call socket.end().`,
      );
    }
    if (end === 'reset') {
      fail(
        'resets-connection',
        'The page came, but then the program cut the connection (RST). Use socket.end(), which ends it in good order, not destroy().',
      );
    }
    await peer.leave();
  },
);
