import type { ServerContext } from '../engine/context/server.ts';
import { poll } from '../engine/deadline.ts';
import { fail, Skip, skip } from '../engine/failure.ts';
import { type Check, check } from '../engine/lab.ts';
import { type Answer, askTime, expectRight, leave, machineZone, readTime, zoneNamed } from './exchange.ts';
import { explainWrong, FROZEN, TOLERANCE_MS, writtenMoment } from './wrong_time.ts';

/** The checks about the time itself. */
export const rightTime: Check<ServerContext> = check(
  'tells the date and time, and how far they are from UTC, right to two seconds',
  {
    id: 'right-time',
    spec: 'RFC 867, "Daytime Syntax"; the handout, "What the line must say"',
    hints: [
      'Could a program in another country work out from your line alone which moment it means?',
      'The line needs year, month, day, hours, minutes, seconds, and Z, UTC, GMT or an offset such as +05:45.',
      'A Date can write itself like that: look for the method of Date that has ISO in its name.',
    ],
  },
  async (context) => {
    const first = await ask(context);
    const wrong = explainWrong(readTime(first), first.asked, [machineZone()]);
    // A clock that was just set right, or a connection made before we looked at ours: ask once more.
    const again = wrong && ['wrong-time', 'frozen'].includes(wrong.diagnosis);
    expectRight(again ? await ask(context) : first, [machineZone()]);
  },
);

export const perConnection: Check<ServerContext> = check(
  'reads the clock for each client anew',
  {
    id: 'per-connection',
    needs: ['right-time', 'next-client'],
    spec: 'RFC 867: the current date and time',
    hints: [
      'When is the line with the time made: at the start, or when a client comes?',
      'What stands outside the function for one client runs once. What stands inside runs for each client.',
      'net.createServer((socket) => { const now = new Date(); … })',
    ],
  },
  async (context) => {
    const first = await ask(context);
    const before = writtenMoment(readTime(first));
    // From the next second on another time is due; one that stands still beyond the tolerance is frozen.
    const givenUp = Date.now() + TOLERANCE_MS + 1000;
    for (const due of [before + 1000, givenUp]) {
      await untilClockShows(Math.min(due, givenUp));
      const next = await ask(context);
      if (writtenMoment(readTime(next)) !== before) return expectRight(next, [machineZone()]);
      if (due < givenUp) continue;
      const apart = ((next.asked.from - first.asked.to) / 1000).toFixed(1);
      const message = `Two clients came ${apart} s apart and were told the same time. ${FROZEN.message}`;
      fail(FROZEN.diagnosis, message, { actual: next.line });
    }
  },
);

async function ask(context: ServerContext): Promise<Answer> {
  const answer = await askTime(context);
  await leave(answer.peer);
  return answer;
}

async function untilClockShows(moment: number): Promise<void> {
  await poll(TOLERANCE_MS * 2, () => (Date.now() >= moment ? true : undefined));
}

/** A program that lives in another zone must tell the same moment. */
function rightIn(name: string, where: string, id: string, needs: string[]): Check<ServerContext> {
  return check<ServerContext>(
    `is right where the clocks are set differently: ${where} (TZ=${name})`,
    {
      id,
      needs,
      launch: { env: { TZ: name } },
      spec: 'the handout, "Time zones"',
      hints: [
        `What does your program send when you start it with the variable TZ set to ${name}?`,
        'getHours() gives local time, getUTCHours() gives UTC. A line that ends in Z or GMT needs UTC in every number.',
        'toISOString() and toUTCString() are in UTC wherever the program runs.',
      ],
    },
    async (context) => {
      const answer = await ask(context);
      expectRight(answer, [zoneNamed(name), machineZone()], `Started with TZ=${name}. `);
    },
  );
}

export const eastOfGreenwich = rightIn('Asia/Kathmandu', 'Nepal, 5:45 h ahead of UTC', 'zone-east', [
  'right-time',
]);
export const westOfGreenwich = rightIn('America/St_Johns', 'Newfoundland, 3:30 h behind', 'zone-west', [
  'zone-east',
]);

/** Moments at which programs go wrong that are right for the rest of the day. */
const MOMENTS: readonly (readonly [moment: string, what: string])[] = [
  ['2026-04-07T05:03:02Z', 'every number has one digit only'],
  ['2025-10-20T20:30:40Z', 'October, and an evening'],
  ['2021-01-01T00:00:00Z', 'the first second of a year'],
  ['2024-02-29T12:00:05Z', 'noon of a leap day'],
];
// UTC, so that these are the numbers that the program sees, wherever the checker runs.
const clockAt = (moment: string) => ({ clock: new Date(moment), env: { TZ: 'UTC' } });

export const anyMoment: Check<ServerContext> = check(
  'is right at any moment: one-digit numbers, October, New Year, a leap day',
  {
    id: 'any-moment',
    needs: ['right-time'],
    launch: clockAt(MOMENTS[0]?.[0] ?? ''),
    spec: 'the handout, "What the line must say"',
    hints: [
      'What does your program write three seconds after five past nine?',
      'Hours, minutes and seconds have two digits each, and months are counted from 1.',
      "String(now.getUTCMinutes()).padStart(2, '0'), and getUTCMonth() + 1. Or let toISOString() do it.",
    ],
  },
  async (context) => {
    let program = context;
    for (const [i, [moment, what]] of MOMENTS.entries()) {
      if (i > 0) program = await program.relaunch(clockAt(moment));
      const answer = await ask(program);
      const reading = readTime(answer);
      try {
        program.requireClock();
      } catch (thrown) {
        // Then this moment is the only one that can be looked at.
        if (thrown instanceof Skip) expectTwoDigits(answer, '');
        throw thrown;
      }
      if (!explainWrong(reading, answer.asked, [])) {
        skip('the program takes the time from somewhere else than Date, where the checker cannot set it');
      }
      const when = `With the clock at ${moment} (${what}): `;
      const from = Date.parse(moment);
      const asked = { from, to: from + answer.asked.to - program.startedAt };
      expectRight({ ...answer, asked }, [], when);
      expectTwoDigits(answer, when);
    }
  },
);

function expectTwoDigits(answer: Answer, when: string): void {
  const { unpadded } = readTime(answer);
  if (unpadded === undefined) return;
  fail(
    'unpadded',
    `${when}a number in this line has not two digits. 9:5:3 is hard to read, does not sort, and fits no standard: 09:05:03. padStart(2, "0") fills up.`,
    { actual: answer.line, at: unpadded },
  );
}
