import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { type Answer, ask, contentOf, fieldsOf } from '../engine/http/ask.ts';
import { expectContent, expectStatus } from '../engine/http/expect.ts';
import { type Check, check } from '../engine/lab.ts';
import { type SiteFile, targetOf } from '../engine/site/site.ts';
import { getFile, leave } from './exchange.ts';
import { DATED, exhibits } from './exhibits.ts';

type Header = readonly [name: string, value: string];

const askFor = (context: ServerContext, file: SiteFile, ...headers: Header[]): Promise<Answer> =>
  ask(context, { target: targetOf(file.name), headers });

export const lastModified: Check<ServerContext> = check(
  'says when a file was changed, and answers 304 to a client that has it already',
  {
    id: 'last-modified',
    tier: 'bonus',
    spec: 'RFC 9110, sections 8.8.2 (Last-Modified), 13.1.3 (If-Modified-Since) and 15.4.5 (304)',
    hints: [
      'A browser has the file from yesterday. What would it have to know from you, not to fetch it again?',
      'Send Last-Modified: mtime.toUTCString(). The browser sends that date back in If-Modified-Since. The date has no milliseconds; the mtime of a file has.',
      'if (Math.floor(mtime.getTime() / 1000) * 1000 <= Date.parse(since)) status 304, without content.',
    ],
  },
  async (context) => {
    const { dated } = exhibits(context);
    const first = await getFile(context, dated);
    const said = fieldsOf(first).value('Last-Modified');
    const right = DATED.toUTCString();
    if (said === undefined) {
      fail('no-last-modified', 'The response with a file has no Last-Modified.', {
        expected: `Last-Modified: ${right}`,
      });
    }
    if (said !== right) {
      fail(
        'wrong-last-modified',
        'Last-Modified is not the time at which the file was changed, in the form that HTTP wants (toUTCString() writes it so).',
        { expected: `Last-Modified: ${right}`, actual: `Last-Modified: ${said}` },
      );
    }
    const same = await askFor(context, dated, ['If-Modified-Since', said]);
    expectStatus(
      same,
      304,
      'If-Modified-Since was the date that Last-Modified had said, so the client has this very file. (The mtime of a file has milliseconds, the header has not: compare full seconds.)',
      'never-304',
    );
    await leave(same);
    for (const since of [new Date(DATED.getTime() - 86_400_000).toUTCString(), 'yesterday, at noon']) {
      const changed = await askFor(context, dated, ['If-Modified-Since', since]);
      expectStatus(
        changed,
        200,
        since.startsWith('yesterday')
          ? 'What If-Modified-Since says here is no date. Then it counts as if it were not there.'
          : 'The file was changed after the date in If-Modified-Since, so the client needs the new one.',
        'always-304',
      );
      expectContent(changed, dated.content);
      await leave(changed);
    }
  },
);

/** A range that a client asks for, and the first and last byte that it should get. */
function ranges(size: number): (readonly [range: string, first: number, last: number])[] {
  return [
    ['bytes=0-4', 0, 4],
    ['bytes=6-', 6, size - 1],
    ['bytes=-3', size - 3, size - 1],
    [`bytes=4-${size + 1000}`, 4, size - 1],
    [`bytes=-${size + 1000}`, 0, size - 1],
  ];
}

export const range: Check<ServerContext> = check(
  'sends a part of a file to a client that asks for a range',
  {
    id: 'range',
    tier: 'bonus',
    spec: 'RFC 9110, sections 14.2 (Range), 14.4 (Content-Range), 15.3.7 (206) and 15.5.17 (416)',
    hints: [
      'A film broke off after 3 GB. What would the client like to ask for?',
      'Range: bytes=0-4 means the first five bytes: the last one is included. bytes=6- is everything from the seventh on, bytes=-3 the last three.',
      'Status 206, Content-Range: bytes FIRST-LAST/SIZE, and file.createReadStream({ start: first, end: last })',
    ],
  },
  async (context) => {
    const { dated } = exhibits(context);
    const size = dated.content.length;
    for (const [asked, first, last] of ranges(size)) {
      const answer = await askFor(context, dated, ['Range', asked]);
      expectStatus(
        answer,
        206,
        `It had asked for the range ${asked} of a file of ${size} bytes.`,
        'range-ignored',
      );
      const wanted = dated.content.subarray(first, last + 1);
      const content = contentOf(answer);
      if (!content.equals(wanted)) {
        fail(
          'wrong-range',
          `The range ${asked} of a file of ${size} bytes has ${wanted.length} bytes, and ${content.length} came. Count from 0; the last byte of a range belongs to it.`,
          { expected: wanted, actual: content },
        );
      }
      const said = fieldsOf(answer).value('Content-Range');
      if (said?.toLowerCase() !== `bytes ${first}-${last}/${size}`) {
        fail(
          'wrong-content-range',
          `Content-Range says where in the file the part belongs: first byte, last byte, and the size of the whole file.`,
          {
            expected: `Content-Range: bytes ${first}-${last}/${size}`,
            actual: `Content-Range: ${said ?? 'missing'}`,
          },
        );
      }
      await leave(answer);
    }
    const beyond = await askFor(context, dated, ['Range', `bytes=${size + 10}-${size + 20}`]);
    expectStatus(beyond, [416, 200], `The file has only ${size} bytes, so no part of the range is there.`);
    await leave(beyond);
    for (const senseless of ['bytes=4-2', 'lines=0-4', 'bytes=abc', 'bytes=0-1,4-5']) {
      const answer = await askFor(context, dated, ['Range', senseless]);
      expectStatus(
        answer,
        [200, 206, 400, 416],
        `The range was ${senseless}. A server may ignore it and send the whole file.`,
      );
      await leave(answer);
    }
  },
);
