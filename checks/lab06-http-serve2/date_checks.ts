import type { ServerContext } from '../engine/context/server.ts';
import { poll } from '../engine/deadline.ts';
import { fail, Skip, skip } from '../engine/failure.ts';
import { fieldsOf } from '../engine/http/ask.ts';
import { expectWhole } from '../engine/http/expect.ts';
import { type Check, check } from '../engine/lab.ts';
import { askForPage } from './exchange.ts';
import { explainMoment, type RefusedDate, readHttpDate } from './http_date.ts';

/** The Date of one response. */
interface DateAnswer {
  value: string;
  /** The moment that it names, in ms since 1970. */
  moment: number;
  /** Between these two it was made. */
  from: number;
  to: number;
  /** Ends the check; the caret stands in the Date. */
  refuse: (refused: RefusedDate, when?: string) => never;
}

/** Asks once and reads the Date; a Failure when there is none or it is not in the form of HTTP. */
async function askDate(context: ServerContext, when = ''): Promise<DateAnswer> {
  const from = Date.now();
  const answer = await askForPage(context);
  const to = Date.now();
  if (answer.stream.length === 0) expectWhole(answer);
  const field = fieldsOf(answer).first('Date');
  if (!field) {
    fail(
      'no-date',
      `${when}There is no header Date. A server that has a clock says when it made the response.`,
      {
        expected: `Date: ${new Date().toUTCString()}\r\n`,
        actual: answer.stream.subarray(0, answer.headEnd),
      },
    );
  }
  const refuse = ({ diagnosis, message, at = 0 }: RefusedDate, why = when): never =>
    fail(diagnosis, `${why}${message}`, { actual: answer.stream, at: field.valueAt + at });
  const read = readHttpDate(field.value);
  if ('diagnosis' in read) return refuse(read);
  return { value: field.value, moment: read.moment, from, to, refuse };
}

export const date: Check<ServerContext> = check(
  'tells in Date when the response was made',
  {
    id: 'date',
    tier: 'bonus',
    needs: ['header-lines'],
    spec: 'RFC 9110, sections 6.6.1 and 5.6.7; the handout, "Bonus: Date"',
    hints: [
      'Which method of Date writes a moment as HTTP wants it?',
      'The form is fixed, and always in GMT: Sun, 06 Nov 1994 08:49:37 GMT.',
      "'Date: ' + new Date().toUTCString()",
    ],
  },
  async (context) => {
    const { moment, from, to, refuse } = await askDate(context);
    const wrong = explainMoment(moment, from, to, -new Date().getTimezoneOffset());
    if (wrong) refuse(wrong);
  },
);

/** Every number has one digit; and in Newfoundland it is still the evening of the day before. */
const MOMENT = '2024-04-07T01:03:02Z';
const ZONE = 'America/St_Johns';
const ZONE_OFFSET = -150;

export const dateAnywhere: Check<ServerContext> = check(
  'writes Date right at any hour and in any time zone',
  {
    id: 'date-anywhere',
    tier: 'bonus',
    needs: ['date'],
    launch: { clock: new Date(MOMENT), env: { TZ: ZONE } },
    spec: 'RFC 9110, section 5.6.7; the handout, "Bonus: Date"',
    hints: [
      'What does your program write three minutes past one in the morning?',
      'Each number has two digits, and all of them are those of GMT, the day of the week too.',
      'toUTCString() does all of it; with single numbers: String(now.getUTCHours()).padStart(2, "0")',
    ],
  },
  async (context) => {
    const when = `With the clock at ${MOMENT} and the time zone ${ZONE}: `;
    const { moment, from, to, refuse } = await askDate(context, when);
    const set = Date.parse(MOMENT);
    try {
      context.requireClock();
      const wrong = explainMoment(moment, set, set + (to - context.startedAt), ZONE_OFFSET);
      if (!wrong) return;
      if (explainMoment(moment, from, to, 0)) refuse(wrong, when);
    } catch (thrown) {
      if (!(thrown instanceof Skip)) throw thrown;
      // A clock that cannot be set shows the present moment; the zone counts all the same.
      const wrong = explainMoment(moment, from, to, ZONE_OFFSET);
      if (wrong) refuse(wrong, `With the time zone ${ZONE}: `);
      throw thrown;
    }
    skip('the program takes the time from somewhere else than Date, where the checker cannot set it');
  },
);

/** How long a Date may stay the same, in ms: it shows seconds. */
const A_SECOND_AND_MORE = 2200;

export const dateFresh: Check<ServerContext> = check(
  'takes the time for Date anew for each response',
  {
    id: 'date-fresh',
    tier: 'bonus',
    needs: ['date'],
    // Near the end of a second, so that the next one comes soon.
    launch: { clock: new Date('2024-04-07T12:00:00.700Z') },
    spec: 'RFC 9110, section 6.6.1; the handout, "Bonus: Date"',
    hints: [
      'When is the text of your Date made: at the start, or for each response?',
      'What stands outside of the function for one response runs once.',
      'call new Date() inside okResponse',
    ],
  },
  async (context) => {
    const first = await askDate(context);
    const changed = await poll(A_SECOND_AND_MORE, async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return (await askDate(context)).value === first.value ? undefined : true;
    });
    if (changed) return;
    first.refuse({
      diagnosis: 'frozen',
      message:
        'Responses that were made more than a second apart have the same Date. It was made once, perhaps when the program started. Call new Date() for each response.',
    });
  },
);
