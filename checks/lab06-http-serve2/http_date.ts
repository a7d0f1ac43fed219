/** What a Date header says. */
export interface WrittenDate {
  /** The moment that it names, in ms since 1970. */
  moment: number;
}

/** Why it cannot be accepted, or is wrong. */
export interface RefusedDate {
  diagnosis: string;
  message: string;
  /** Offset of the place in the value. */
  at?: number;
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const IMF_FIXDATE = /^([A-Z][a-z]{2}), (\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{1,2}):(\d{1,2}):(\d{1,2}) GMT$/;

/** How far a Date may be off, in ms: servers keep it for some seconds, and clocks differ. */
export const TOLERANCE_MS = 30_000;

const FORM = 'The form is fixed, to the letter: Sun, 06 Nov 1994 08:49:37 GMT. toUTCString() writes it.';

/** Reads a date in the one form that a server may send (IMF-fixdate; RFC 9110, section 5.6.7). */
export function readHttpDate(value: string): WrittenDate | RefusedDate {
  const found = IMF_FIXDATE.exec(value);
  if (!found) return explainForm(value);
  const [, weekday = '', day = '', name = '', year = '', ...clock] = found;
  const [hour = '', minute = '', second = ''] = clock;
  const narrow = [day, hour, minute, second].findIndex((digits) => digits.length < 2);
  if (narrow >= 0) {
    return {
      diagnosis: 'unpadded',
      message: `A number in the Date has one digit where two belong: 09:05:03, and 07 Apr. ${FORM}`,
      at: [value.indexOf(' ') + 1, ...clockPlaces(value, hour, minute)][narrow] ?? 0,
    };
  }
  const month = MONTHS.indexOf(name);
  const moment = Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second));
  const real =
    month >= 0 &&
    new Date(Date.UTC(Number(year), month, Number(day))).getUTCDate() === Number(day) &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) <= 60;
  if (!real) return { diagnosis: 'not-imf-fixdate', message: `There is no such day or time of day. ${FORM}` };
  const truth = DAYS[new Date(moment).getUTCDay()] as string;
  if (!truth.startsWith(weekday)) {
    return {
      diagnosis: 'wrong-weekday',
      message: `The Date says ${weekday}, but that day is a ${truth}. The day of the week has to be the one in GMT, too: getUTCDay(), not getDay().`,
      at: 0,
    };
  }
  return { moment };
}

/** Where hours, minutes and seconds stand. */
function clockPlaces(value: string, hour: string, minute: string): number[] {
  const at = value.lastIndexOf(' ', value.indexOf(':')) + 1;
  return [at, at + hour.length + 1, at + hour.length + minute.length + 2];
}

function explainForm(value: string): RefusedDate {
  if (/^\d{4}-\d\d-\d\d/.test(value)) {
    return {
      diagnosis: 'iso-date',
      message: `This Date is in the form of ISO 8601, which is a good one, but HTTP has its own. ${FORM}`,
      at: 0,
    };
  }
  if (/GMT[+-]\d{4}/.test(value)) {
    return {
      diagnosis: 'not-imf-fixdate',
      message: `This is how JavaScript writes a date for people, in local time (toString). ${FORM}`,
      at: 0,
    };
  }
  if (/^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{1,2}:\d{1,2}:\d{1,2}(?! GMT)/.test(value)) {
    return {
      diagnosis: 'not-gmt',
      message: `The Date has to end with GMT, in these three letters: it is always in GMT, and it says so. ${FORM}`,
      at: (/\d:\d+:\d+/.exec(value)?.index ?? 0) + (/\d:\d+:\d+/.exec(value)?.[0].length ?? 0),
    };
  }
  if (/^\d+$/.test(value)) {
    return {
      diagnosis: 'not-imf-fixdate',
      message: `The Date is a number of seconds or milliseconds. ${FORM}`,
    };
  }
  const old = /^[A-Z][a-z]+day, \d\d-|^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/.test(value);
  return {
    diagnosis: 'not-imf-fixdate',
    message: old
      ? `This is one of the two old forms of a date: a client has to understand it, but a server must not send it. ${FORM}`
      : `This is not how HTTP writes a date. ${FORM}`,
    at: 0,
  };
}

/** What is wrong with the moment that a Date names, if it should be between two others. `offset`: of the program's zone, in minutes ahead of GMT. */
export function explainMoment(
  moment: number,
  from: number,
  to: number,
  offset: number,
): RefusedDate | undefined {
  const off = (shift: number) =>
    moment - shift < from - TOLERANCE_MS - 1000 || moment - shift > to + TOLERANCE_MS;
  if (!off(0)) return undefined;
  if (offset !== 0 && !off(offset * 60_000)) {
    return {
      diagnosis: 'local-time',
      message:
        'The Date says GMT, but its digits are those of local time. getHours() and its like give local time, getUTCHours() and toUTCString() give GMT.',
    };
  }
  const seconds = Math.round(Math.abs(moment - from) / 1000);
  const size = seconds < 7200 ? `${seconds} seconds` : `about ${Math.round(seconds / 3600)} hours`;
  return {
    diagnosis: 'wrong-time',
    message: `The Date is ${size} ${moment > from ? 'ahead of' : 'behind'} the true time. It has to say when the response was made.`,
  };
}
