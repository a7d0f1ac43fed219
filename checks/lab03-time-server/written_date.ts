import type { RestOfLine } from './rest_of_line.ts';

export interface WrittenDate {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  /** Where the first number stands that should have two digits and has not. */
  unpadded?: number;
}

/** A date that is not accepted, and where in the line its fault is. */
export interface RefusedDate {
  diagnosis: string;
  message: string;
  index: number;
}

/** What to know about months in JavaScript. */
export const COUNTS_FROM_0 =
  'In JavaScript getMonth() and getUTCMonth() count from 0: January is 0, December is 11. Add 1.';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const LONG_ENDS = [
  'uary',
  'ruary',
  'ch',
  'il',
  '',
  'e',
  'y',
  'ust',
  't(?:ember)?|tember',
  'ober',
  'ember',
  'ember',
];
const MONTH = `(?<![a-z])(?<month>${MONTHS.map((short, i) => `${short}(?:${LONG_ENDS[i]})?`).join('|')})(?![a-z])`;
const DAY = '(?<!\\d)(?<day>\\d{1,2})(?:st|nd|rd|th)?';
const GAP = '[\\s.,/-]*';

const YEAR_NAME_DAY = new RegExp(`(?<!\\d)(?<year>\\d{4})${GAP}${MONTH}${GAP}${DAY}(?!\\d)`, 'i');
// RFC 850 and the second form in RFC 867 have two digits: the month's name keeps day and year apart.
const DAY_NAME_YEAR = new RegExp(`${DAY}${GAP}(?:of )?${MONTH}${GAP}(?<year>\\d{2,4})(?!\\d)`, 'i');
const NAME_DAY_YEAR = new RegExp(`${MONTH}${GAP}${DAY}(?:[\\s.,-]|at )+(?<year>\\d{3,4})(?!\\d)`, 'i');
const YEAR_FIRST = /(?<!\d)(?<year>\d{3,4})([-/.])(?<month>\d{1,3})\2(?<day>\d{1,3})(?!\d)/d;
const DAY_FIRST = /(?<!\d)(?<day>\d{1,2})\.\s?(?<month>\d{1,2})\.\s?(?<year>\d{3,4})(?!\d)/d;
const YEAR_LAST = /(?<!\d)\d{1,2}([-/])\d{1,2}\1\d{3,4}(?!\d)/;
const NO_YEAR = /(?<!\d)\d{1,2}([-/.])\d{1,2}\1\d{1,2}(?!\d)/;

/** Takes a date in numbers out of the line. */
export function takeNumericDate(rest: RestOfLine): WrittenDate | RefusedDate | undefined {
  const found = rest.take(YEAR_FIRST) ?? rest.take(DAY_FIRST);
  if (found) {
    const { year = '', month = '', day = '' } = found.groups ?? {};
    // The places in `indices` count from where `take` began to look: the start of the line.
    const places = found.indices?.groups ?? {};
    const narrow = [places.month, places.day].filter((place) => place && place[1] - place[0] !== 2);
    const first = Math.min(...narrow.map((place) => place?.[0] ?? 0));
    return datedAs(year, month, day, places.month?.[0] ?? 0, narrow.length > 0 ? first : undefined);
  }
  const yearLast = rest.take(YEAR_LAST);
  if (yearLast) {
    return {
      diagnosis: 'ambiguous-date',
      message:
        'Some countries write the month first, others the day. Put the year first (2026-11-21), or write the month as a word (21 Nov 2026).',
      index: yearLast.index,
    };
  }
  const noYear = rest.take(NO_YEAR);
  if (!noYear) return undefined;
  return {
    diagnosis: 'two-digit-year',
    message: 'Which of the three numbers is the year? Write it with four digits: 2026-11-21.',
    index: noYear.index,
  };
}

/** Takes a date with the name of a month out of the line. */
export function takeNamedDate(rest: RestOfLine): WrittenDate | undefined {
  const found = rest.take(YEAR_NAME_DAY) ?? rest.take(DAY_NAME_YEAR) ?? rest.take(NAME_DAY_YEAR);
  if (!found) return undefined;
  const { year = '', month = '', day = '' } = found.groups ?? {};
  return {
    year: Number(year) + (year.length === 2 ? 2000 : 0),
    month: MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1,
    day: Number(day),
  };
}

/** A date in numbers, if there is such a month. */
export function datedAs(
  year: string,
  month: string,
  day: string,
  index: number,
  unpadded?: number,
): WrittenDate | RefusedDate {
  if (Number(month) === 0) {
    return { diagnosis: 'month-off-by-one', message: `There is no month ${month}. ${COUNTS_FROM_0}`, index };
  }
  if (Number(month) > 12) {
    const message = `There is no month ${month}. Write year, month and day in this order: 2026-11-21.`;
    return { diagnosis: 'unreadable-time', message, index };
  }
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  return unpadded === undefined ? date : { ...date, unpadded };
}
