import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { type Answer, ask, fieldsOf } from '../engine/http/ask.ts';
import { expectStatus } from '../engine/http/expect.ts';
import { type Check, check } from '../engine/lab.ts';
import { targetOf } from '../engine/site/site.ts';
import { missingTarget, SHOWN } from './exchange.ts';
import { exhibits } from './exhibits.ts';

/** The headers that must be the same for HEAD as for GET, when GET has them. */
const COMPARED = ['Content-Type', 'Content-Length'];

export const head: Check<ServerContext> = check(
  'answers HEAD with the head alone: the same headers as for GET, and no content',
  {
    id: 'head',
    needs: ['text-file', 'next-client'],
    spec: 'RFC 9110, section 9.3.2 (HEAD)',
    hints: [
      'Which part of the answer does a client want that asks with HEAD?',
      'HEAD is GET without the content: make the same response, Content-Length included, and stop behind the blank line. For 404 and every other status, too.',
      "socket.write(head); if (request.method !== 'HEAD') …send the content",
    ],
  },
  async (context) => {
    const { text, large, index } = exhibits(context);
    const folder = targetOf(index.name).replace('index.html', '');
    for (const [target, status] of [
      [targetOf(text.name), 200],
      [targetOf(large.name), 200],
      [folder, 200],
      [missingTarget(context), 404],
    ] as const) {
      const asked = await ask(context, { method: 'HEAD', target });
      expectStatus(asked, status, 'HEAD gets the status that GET would get.');
      await expectNoContent(asked);
      if (status !== 200) continue;
      if (target === targetOf(large.name)) {
        // It need not come for this: its length is known.
        const said = fieldsOf(asked).has('Content-Length');
        if (said) expectSame(asked, 'Content-Length', `${large.content.length}`);
        continue;
      }
      const got = await ask(context, { target });
      await got.peer.leave();
      for (const name of COMPARED) expectSame(asked, name, fieldsOf(got).value(name));
    }
  },
);

/** Reads to the end of the connection: nothing may come behind the head. */
async function expectNoContent({ peer, reader, asked }: Answer): Promise<void> {
  await peer.leave();
  const { end } = reader.places;
  if (end === undefined || peer.length <= end) return;
  fail(
    'content-on-head',
    `After "${asked}" content came behind the head. HEAD asks for the head alone; a client takes what follows for the next response.`,
    { actual: peer.received.subarray(0, end + SHOWN), at: end },
  );
}

function expectSame(answer: Answer, name: string, value: string | undefined): void {
  const said = fieldsOf(answer).value(name);
  if (value === undefined || said === value) return;
  // A response without Content-Length is as good when it is chunked, or ended by the connection.
  if (name === 'Content-Length' && said === undefined && answer.reader.fields.has('Transfer-Encoding'))
    return;
  fail(
    'head-differs',
    `"${answer.asked}" got ${said === undefined ? `no ${name}` : `another ${name} than GET`}. The headers tell what GET would bring, so they are the same for both.`,
    { expected: `${name}: ${value}`, actual: said === undefined ? `no ${name}` : `${name}: ${said}` },
  );
}
