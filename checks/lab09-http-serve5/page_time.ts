/** A time of day as a page shows it. */
export interface PageTime {
  hour: number;
  minute: number;
  /** Undefined where no seconds are shown. */
  second: number | undefined;
}

// Not the offset of a zone (+05:45), and not a part of something longer with colons.
const TIME = /(?<![\d:+−-])(\d{1,2}):(\d{2})(?::(\d{2}))?(?![\d:])/g;

/** The times of day in a text. */
export function timesOn(text: string): PageTime[] {
  return [...text.matchAll(TIME)].map(([, hour, minute, second]) => ({
    hour: Number(hour),
    minute: Number(minute),
    second: second === undefined ? undefined : Number(second),
  }));
}

/** Whether something is there that would be a time if its numbers had two digits: `12:5:3`. */
export const hasShortTime = (text: string): boolean =>
  timesOn(text).length === 0 && /(?<![\d:+−-])\d{1,2}(?::\d{1,2}){2}(?![\d:])/.test(text);

/** From one moment to another, in ms since 1970. */
export interface Span {
  from: number;
  to: number;
}

/** By how much a time may be early or late, in ms. */
export interface Tolerance {
  early?: number;
  late?: number;
}

/** Minutes by which zones differ from full hours. */
const ZONE_MINUTES = [0, 30, 45];

/**
 * Whether a time of day is some moment of the span. The hour is free: it depends on the zone, and on whether
 * 12 or 24 hours are counted.
 */
export function isWithin(
  { minute, second }: PageTime,
  { from, to }: Span,
  { early = 2000, late = 2000 }: Tolerance = {},
): boolean {
  for (let moment = from - early; moment < to + late + 1000; moment += 1000) {
    const date = new Date(Math.min(moment, to + late));
    const sameSecond = second === undefined || date.getUTCSeconds() === second;
    if (sameSecond && ZONE_MINUTES.some((ahead) => (date.getUTCMinutes() + ahead) % 60 === minute))
      return true;
  }
  return false;
}
