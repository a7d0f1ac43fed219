import type { Fields, TimeReading } from './time_line.ts';
import { COUNTS_FROM_0 } from './written_date.ts';

/** How far a time may be off, in ms: the handout allows two seconds. */
export const TOLERANCE_MS = 2000;

/** Between which two moments the program read its clock, in ms since 1970. */
export interface Asked {
  from: number;
  to: number;
  /** When the program was started, by the same clock. */
  startedAt?: number;
}

/** How far the zone that the program lives in is ahead of UTC, in minutes, and what it is called. */
export interface LocalZone {
  name: string;
  offset: number;
}

export interface WrongTime {
  diagnosis: string;
  message: string;
}

const MINUTE = 60_000;

/** How many ms a reading is ahead (positive) or behind (negative); 0 when it is right. */
export function timeError(
  { fields, resolution }: Pick<TimeReading, 'fields' | 'resolution'>,
  offset: number,
  { from, to }: Asked,
): number {
  // What is written stands for the whole second, so that a clock which cuts off fractions is not late.
  const first = momentOf(fields) - offset * MINUTE;
  if (first > to + TOLERANCE_MS) return first - to;
  return first + resolution < from - TOLERANCE_MS ? first + resolution - from : 0;
}

/** The moment that the fields are in UTC, in ms since 1970. */
const momentOf = ({ year, month, day, hour, minute, second, millisecond }: Fields): number =>
  Date.UTC(year, month - 1, day, hour, minute, second, millisecond);

/** The beginning of the moment that a reading names, in ms since 1970. */
export const writtenMoment = ({ fields, offsets }: TimeReading): number =>
  momentOf(fields) - (offsets[0] ?? 0) * MINUTE;

/** What is wrong with the time that was read, by the name of the mistake where it shows; undefined when it is right. */
export function explainWrong(
  reading: TimeReading,
  asked: Asked,
  zones: readonly LocalZone[],
): WrongTime | undefined {
  const { fields, offsets } = reading;
  const right = (change: Partial<Fields>, offset = offsets[0] ?? 0) =>
    timeError({ ...reading, fields: { ...fields, ...change } }, offset, asked) === 0;

  if (offsets.some((offset) => right({}, offset))) return wrongWeekday(reading);
  const offset = offsets[0] ?? 0;
  const error = timeError(reading, offset, asked);

  if (fields.year < 1000 && right({ year: fields.year + 1900 })) {
    return {
      diagnosis: 'year-since-1900',
      message: `The year is written as ${fields.year}: getYear() counts from 1900. getUTCFullYear() gives the whole year.`,
    };
  }
  if (fields.month < 12 && right({ month: fields.month + 1 })) {
    return {
      diagnosis: 'month-off-by-one',
      message: `The month is one too small, everything else is right. ${COUNTS_FROM_0}`,
    };
  }
  const truth = new Date(asked.from + offset * MINUTE);
  if (fields.day === truth.getUTCDay() && right({ day: truth.getUTCDate() })) {
    return {
      diagnosis: 'weekday-as-day',
      message: `The day is written as ${fields.day}, which is the number of the weekday: getUTCDay() counts the days of the week from Sunday. The day of the month is getUTCDate().`,
    };
  }
  if (fields.hour === 24 && right({ hour: 0 })) {
    return {
      diagnosis: 'midnight-24',
      message:
        'Just after midnight the hour is written as 24, with the date of the new day: that names the end of this day, not its beginning. A day begins at 00:00:00. (toLocaleTimeString with hour12: false does this; hourCycle: "h23" does not, and toISOString needs neither.)',
    };
  }
  // Local digits with a label that says UTC, the most frequent of all.
  const zone = zones.find((one) => one.offset !== 0 && one.offset !== offset && right({}, one.offset));
  if (zone && offset === 0) {
    return {
      diagnosis: 'local-time',
      message: `The line says UTC, but its digits are the local time of ${zone.name}, ${ahead(zone.offset)}. getHours() and its like give local time; getUTCHours() and toISOString() give UTC.`,
    };
  }
  if (!reading.halfDay && fields.hour <= 12 && right({ hour: (fields.hour % 12) + 12 })) {
    return {
      diagnosis: 'twelve-hours',
      message: `It is afternoon, and the hour is written as ${fields.hour}, without a word that says PM. Count the hours from 00 to 23.`,
    };
  }
  if (offset !== 0 && (zone || right({}, 0) || right({}, -offset) || isQuarters(error))) {
    return { diagnosis: 'wrong-offset', message: aboutOffset(right, offset, zone, error) };
  }
  if (isQuarters(error)) {
    return {
      diagnosis: 'wrong-offset',
      message: `The time is ${away(error)}: a round number, so the clock is right and the step from local time to UTC is not. toISOString() does that step for you.`,
    };
  }
  if (asked.startedAt !== undefined && error < 0) {
    const atStart = { from: asked.startedAt, to: asked.startedAt + TOLERANCE_MS };
    if (timeError(reading, offset, atStart) === 0) return FROZEN;
  }
  return {
    diagnosis: 'wrong-time',
    message: `The time is ${away(error)}. Where does your program take it from, and when?`,
  };
}

/** Said of a time that stands still. */
export const FROZEN: WrongTime = {
  diagnosis: 'frozen',
  message:
    'The program answers with the moment when it was started, not with the moment when the client asks. Call new Date() inside the function that is called for each client.',
};

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function wrongWeekday({ fields, weekday }: TimeReading): WrongTime | undefined {
  const truth = new Date(momentOf({ ...fields, hour: 12 })).getUTCDay();
  if (weekday === undefined || weekday === truth) return undefined;
  return {
    diagnosis: 'wrong-weekday',
    message: `The date is right, but that day is a ${WEEKDAYS[truth]}, not a ${WEEKDAYS[weekday]}. getUTCDay() counts from 0, which is Sunday; and a line in UTC needs the day in UTC.`,
  };
}

function aboutOffset(
  right: (change: Partial<Fields>, offset: number) => boolean,
  offset: number,
  zone: LocalZone | undefined,
  error: number,
): string {
  const written = offsetText(offset);
  if (right({}, 0)) {
    return `The digits are UTC, but the line says ${written}. Digits and offset belong together: write Z, or the local digits.`;
  }
  if (right({}, -offset)) {
    return `The line says ${written}, and the sign is the wrong way round. getTimezoneOffset() gives UTC minus local time; what is written behind a time is local time minus UTC.`;
  }
  if (zone) {
    return `The digits are the local time of ${zone.name}, which is ${ahead(zone.offset)}, but the line says ${written}. Minutes count too, and west of Greenwich both parts belong to one sign: -03:30 is 210 minutes back.`;
  }
  return `With the offset ${written} that it names, the time is ${away(error)}. Digits and offset belong together.`;
}

/** Whether an error in time is a whole number of quarters of an hour, as offsets are, and no more than a day and a bit. */
function isQuarters(error: number): boolean {
  const quarters = Math.round(error / (15 * MINUTE));
  const far = Math.abs(error - quarters * 15 * MINUTE);
  return quarters !== 0 && Math.abs(quarters) <= 4 * 27 && far <= TOLERANCE_MS + 1000;
}

/** `5:45 h ahead of UTC` */
function ahead(offset: number): string {
  return `${hours(offset)} ${offset > 0 ? 'ahead of' : 'behind'} UTC`;
}

const hours = (minutes: number): string =>
  `${Math.floor(Math.abs(minutes) / 60)}:${String(Math.abs(minutes) % 60).padStart(2, '0')} h`;

const offsetText = (offset: number): string =>
  `${offset < 0 ? '-' : '+'}${hours(offset).replace(' h', '').padStart(5, '0')}`;

/** `3 seconds behind`, `5:45 h ahead of the true time` */
function away(error: number): string {
  const seconds = Math.round(Math.abs(error) / 1000);
  const size =
    seconds < 600
      ? `${seconds} seconds`
      : seconds < 172_800
        ? hours(Math.round(seconds / 60))
        : `about ${Math.round(seconds / 86_400)} days`;
  return `${size} ${error > 0 ? 'ahead of' : 'behind'} the true time`;
}
