/** A time of day that stands in a text. */
export interface TimeOfDay {
  /** As it is written: `2:05:09.123 PM`. */
  text: string;
  /** In seconds since midnight; one from 1 to 12 may be twelve hours later. */
  seconds: number;
}

const DAY = 24 * 60 * 60;

/** Every time of day with hours, minutes and seconds in a text. */
export function timesOfDay(text: string): TimeOfDay[] {
  return [...text.matchAll(/(?<!\d)(\d{1,2}):(\d\d):(\d\d)(?!\d)(?:\.\d+)?/g)].map(
    ([all, hours, minutes, seconds]) => ({
      text: all,
      seconds: Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds),
    }),
  );
}

/** By how many seconds it is not the time between two moments (ms since 1970), in UTC or in this computer's zone. */
export function wrongBy({ seconds }: TimeOfDay, from: number, to: number): number {
  const here = -new Date(to).getTimezoneOffset() * 60;
  const halfDays = seconds < DAY / 2 + 3600 ? [0, DAY / 2] : [0];
  const differences = [0, here].flatMap((offset) =>
    halfDays.flatMap((later) =>
      [from, to].map((moment) => {
        const apart = Math.abs((Math.floor(moment / 1000) + offset - seconds - later) % DAY);
        return Math.min(apart, DAY - apart);
      }),
    ),
  );
  return Math.min(...differences);
}
