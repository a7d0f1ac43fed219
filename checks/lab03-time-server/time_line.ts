import { RestOfLine } from './rest_of_line.ts';
import { datedAs, takeNamedDate, takeNumericDate } from './written_date.ts';
import { openBrackets, takeZone } from './written_zone.ts';

/** The numbers of a date and time as they are written, whether or not they are right. */
export interface Fields {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  /** 0 to 24; AM and PM are taken into account. */
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
}

/** What one line says about the time. */
export interface TimeReading {
  fields: Fields;
  /** How long the written moment lasts, in ms: 1000, or less where fractions of a second are written. */
  resolution: number;
  /** Minutes ahead of UTC; several where the name of a zone means several. */
  offsets: readonly number[];
  /** Whether AM or PM is written. */
  halfDay: boolean;
  /** 0 is Sunday; undefined when no weekday is written. */
  weekday: number | undefined;
  /** Offset in bytes of the first number that has not the two digits that it should have. */
  unpadded: number | undefined;
}

/** Why a line is not accepted. */
export interface RefusedLine {
  diagnosis: string;
  message: string;
  /** Offset in bytes of the place. */
  at?: number;
}

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const WEEKDAY =
  /(?<![a-z])(sun(?:day)?|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?)(?![a-z])/i;
const COMPACT = /(?<!\d)(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(?!\d)/;
const CLOCK = /(?<!\d)(\d{1,3}):(\d{1,3}):(\d{1,3})(?:[.,](\d{1,9}))?(?![\d:])(?:\s*([ap])\.?m\b\.?)?/i;
const WITHOUT_SECONDS = /(?<![\d+-])\d{1,2}:\d{1,2}(?![\d:])/;
/** Words that belong to some way of writing a time and say nothing. */
const FILLERS = /(?<![a-z])(at|of|the|T)(?![a-z])/gi;

/** What a refusal shows as lines that would do. */
export const GOOD_LINES =
  'Lines like these will do: 2026-11-21T09:52:22Z or 2026-11-21 15:37:22+05:45 or Sat, 21 Nov 2026 09:52:22 GMT.';

/**
 * Reads a line with a date, a time and its offset from UTC, in any of the usual ways to write them: ISO
 * 8601 and RFC 3339, RFC 1123 and IMF-fixdate, RFC 850, `ctime` or `date` with a zone, JavaScript's
 * `Date.toString()`, Python's `str(datetime)`, both forms that RFC 867 shows, and what lies between them. A
 * line that can be read in two ways, or says less than the handout asks for, is refused by the name of the mistake.
 */
export function parseTimeLine(line: string): TimeReading | RefusedLine {
  if (/^\s*-?\d{9,19}([.,]\d+)?\s*$/.test(line)) {
    return {
      diagnosis: 'epoch-number',
      message:
        'The line is one number, it seems the seconds or milliseconds since 1970. Write a date and a time of day: new Date().toISOString() makes them of it.',
    };
  }
  const rest = new RestOfLine(line);
  openBrackets(rest);
  const compact = rest.take(COMPACT);
  const clock = compact ? undefined : rest.take(CLOCK);
  const time = compact ?? clock;
  const minutesOnly = time ? undefined : rest.take(WITHOUT_SECONDS);
  const numeric = compact
    ? datedAs(compact[1] ?? '', compact[2] ?? '', compact[3] ?? '', compact.index + 4)
    : takeNumericDate(rest);
  if (numeric && 'diagnosis' in numeric) {
    return { diagnosis: numeric.diagnosis, message: numeric.message, at: rest.bytesTo(numeric.index) };
  }
  const offsets = takeZone(rest, time ? time.index + time[0].length : 0);
  const weekday = rest.take(WEEKDAY)?.[0].slice(0, 3).toLowerCase();
  const date = numeric ?? takeNamedDate(rest);

  if (!time || !date) {
    if (!date && !time && !minutesOnly) {
      const message = `No date and no time of day were found in this line. ${GOOD_LINES}`;
      return { diagnosis: 'unreadable-time', message };
    }
    const missing = [!date && 'the date', !time && (minutesOnly ? 'the seconds' : 'the time of day')];
    const message = `The line leaves out ${missing.filter(Boolean).join(' and ')}, or writes it in a way that the checker does not know. ${GOOD_LINES}`;
    return { diagnosis: 'incomplete-time', message };
  }
  const [hour = '', minute = '', second = ''] = compact ? compact.slice(4) : time.slice(1);
  const fraction = clock?.[4];
  const half = clock?.[5]?.toLowerCase();
  if (Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) {
    const message = `No clock shows ${time[0].trim()}. ${GOOD_LINES}`;
    return { diagnosis: 'unreadable-time', message, at: rest.bytesTo(time.index) };
  }
  const over = leftOver(rest);
  if (offsets.length === 0) return withoutOffset(line, over, rest);
  if (over) {
    return {
      diagnosis: 'decorated',
      message:
        'There is a time in this line, and something that belongs to no way of writing one. The client is a program: it wants the time and nothing else, and names of days and months in English.',
      at: rest.bytesTo(over.index),
    };
  }
  const narrow = [half ? '09' : hour, minute, second].findIndex((digits) => digits.length !== 2);
  const unpadded = date.unpadded ?? (narrow < 0 ? undefined : partAt(time, narrow));
  return {
    fields: {
      year: date.year,
      month: date.month,
      day: date.day,
      hour: half ? hourOf(Number(hour), half) : Number(hour),
      minute: Number(minute),
      second: Number(second),
      millisecond: fraction ? Math.floor(Number(`0.${fraction}`) * 1000) : 0,
    },
    resolution: fraction ? 10 ** Math.max(0, 3 - fraction.length) : 1000,
    offsets,
    halfDay: half !== undefined,
    weekday: weekday ? WEEKDAYS.indexOf(weekday) : undefined,
    unpadded: unpadded === undefined ? undefined : rest.bytesTo(unpadded),
  };
}

/** 12 AM is midnight, 12 PM is noon; what is past 12 already says so itself. */
const hourOf = (hour: number, half: string): number =>
  hour > 12 ? hour : (hour % 12) + (half === 'p' ? 12 : 0);

/** The place of the hours, minutes or seconds of a clock. */
const partAt = (clock: RegExpExecArray, part: number): number =>
  clock.index + clock.slice(1, part + 1).join(':').length + Math.min(part, 1);

/** The first thing in the line that no part of a date or time has used up. */
function leftOver(rest: RestOfLine): { word: string; index: number } | undefined {
  const text = rest.text.replaceAll(FILLERS, (filler) => ' '.repeat(filler.length));
  const found = /[^\s,;:.'"|-]+/.exec(text);
  return found ? { word: found[0], index: found.index } : undefined;
}

function withoutOffset(line: string, over: ReturnType<typeof leftOver>, rest: RestOfLine): RefusedLine {
  const name = over && /^[A-Za-z][A-Za-z/_]*$/.test(over.word) ? over : undefined;
  const why = name
    ? `"${name.word}" does not say how far this time is from UTC, and nothing else in the line does.`
    : 'The line does not say how far its time is from UTC.';
  return {
    diagnosis: 'no-offset',
    message: `${why} A client in another country cannot know which moment it means. Give the time in UTC and say so (Z, UTC or GMT), or write its offset, as in +05:45.`,
    at: rest.bytesTo(name ? name.index : line.trimEnd().length),
  };
}
