import type { ServerContext } from '../engine/context/server.ts';
import { poll } from '../engine/deadline.ts';
import { fail, Skip } from '../engine/failure.ts';
import { type Answer, ask, contentOf } from '../engine/http/ask.ts';
import { expectStatus, typeOf } from '../engine/http/expect.ts';
import { visibleText } from '../engine/http/listing.ts';
import { type Check, check } from '../engine/lab.ts';
import { hasShortTime, isWithin, type PageTime, type Span, type Tolerance, timesOn } from './page_time.ts';

/** The page's times, and when it was asked for, by our clock. */
interface TimePage {
  times: readonly PageTime[];
  asked: Span;
  answer: Answer;
}

async function askTimePage(context: ServerContext): Promise<TimePage> {
  const from = Date.now();
  const answer = await ask(context, { target: '/time-page' });
  const to = Date.now();
  expectStatus(answer, 200, 'Your program makes this page itself; there is no file of that name.');
  const times = timesOn(visibleText(contentOf(answer)));
  await answer.peer.leave();
  return { times, asked: { from, to }, answer };
}

/** A full minute: on a clock that passes it, two times differ even where no seconds are shown. */
const FULL_MINUTE = Date.parse('2031-05-06T07:42:00Z');
/** How long before that the clock of the program starts, in ms: longer than a program takes to start. */
const MARGIN_MS = 500;
const LONG_MARGIN_MS = 5000;
const clockBefore = (ms: number) => ({ clock: new Date(FULL_MINUTE - ms), env: { TZ: 'UTC' } });

export const timePage: Check<ServerContext> = check(
  'makes /time-page itself: an HTML page with the current time, made anew for each client',
  {
    id: 'time-page',
    needs: [],
    launch: clockBefore(MARGIN_MS),
    spec: 'the handout, "A page that is no file"',
    hints: [
      'Which answers does your program give that are not on disk, and when are they made?',
      'Before you look for a file, compare the path with /time-page. The page is text that you put together, with the time in it. What stands outside of all functions runs once, at the start: make the page in the function that answers.',
      "if (uri === '/time-page') return okResponse(timePage()); and in timePage(): new Date().toISOString()",
    ],
  },
  async (context) => {
    let program = context;
    let margin = MARGIN_MS;
    // On a busy machine the start itself may have taken so long that the minute is over.
    if (Date.now() - context.startedAt > margin - 100) {
      margin = LONG_MARGIN_MS;
      program = await context.relaunch(clockBefore(margin));
    }
    const ready = Date.now();
    const begin = FULL_MINUTE - margin;
    const first = await askTimePage(program);
    expectTimes(first);
    // By the program's own clock, not more has passed than by ours since it was started.
    const latest = begin + (first.asked.to - program.startedAt);
    const byOurClock = takesOurClock(program) && isRight(first, { from: begin, to: latest });
    if (!byOurClock) {
      if (isRight(first, first.asked)) return; // it has its time from elsewhere; then this is all that can be seen
      fail('wrong-time', 'The time on the page is not the current time.', {
        actual: contentOf(first.answer),
      });
    }
    await poll(margin * 2, () => (Date.now() - ready > margin ? true : undefined));
    const second = await askTimePage(program);
    expectTimes(second);
    // By the program's own clock the minute is over now, however long its start took.
    const now = { from: FULL_MINUTE, to: begin + (second.asked.to - program.startedAt) };
    if (isRight(second, now, { early: 0 })) return;
    fail(
      'frozen',
      'The program has been running for a while, the page is asked for again, and it still shows the time from before. Ask for the time when somebody asks for the page.',
      { expected: '07:42:00', actual: contentOf(second.answer) },
    );
  },
);

/** Whether the program runs on the clock that it was given. */
function takesOurClock(context: ServerContext): boolean {
  try {
    context.requireClock();
    return true;
  } catch (thrown) {
    if (thrown instanceof Skip) return false;
    throw thrown;
  }
}

/** The page is HTML, and there is a time on it. */
function expectTimes({ times, answer }: TimePage): void {
  const type = typeOf(answer);
  if (type !== 'text/html') {
    fail(
      type === undefined ? 'no-content-type' : 'wrong-content-type',
      `/time-page is an HTML page, so that browsers can show it as one. It came as ${type ?? 'nothing'}.`,
      {
        expected: 'Content-Type: text/html; charset=utf-8',
        actual: type === undefined ? 'no Content-Type' : `Content-Type: ${type}`,
      },
    );
  }
  if (times.length > 0) return;
  if (hasShortTime(visibleText(contentOf(answer)))) {
    fail(
      'short-time',
      'The time on the page has a number of one digit where there should be two: a quarter past nine is 09:15:00, and three seconds later it is 09:15:03. Write minutes and seconds with two digits.',
      { expected: '09:05:03', actual: contentOf(answer) },
    );
  }
  fail(
    'no-time',
    'No time of day is on the page that came. It should be there as hours, minutes and seconds with colons, such as 09:05:03, and the server writes it: a script in the page would show the clock of the browser.',
    { actual: contentOf(answer) },
  );
}

const isRight = ({ times }: TimePage, span: Span, tolerance?: Tolerance): boolean =>
  times.some((time) => isWithin(time, span, tolerance));
