import type { RestOfLine } from './rest_of_line.ts';

/**
 * Short names of zones, with the offsets from UTC in minutes that they stand for: all that the tz database
 * uses in 2026 (every zone, January and July). Some stand for several; each of them counts.
 */
// biome-ignore format: a table
export const ZONE_NAMES: Readonly<Record<string, readonly number[]>> = {
  ACDT: [630], ACST: [570], ADT: [-180], AEDT: [660], AEST: [600], AKDT: [-480], AKST: [-540], AST: [-240],
  AWST: [480], BST: [60], CAT: [120], CDT: [-300, -240], CEST: [120], CET: [60], CST: [-360, -300, 480],
  ChST: [600], EAT: [180], EDT: [-240], EEST: [180], EET: [120], EST: [-300], HDT: [-540], HKT: [480],
  HST: [-600], IDT: [180], IST: [330, 60, 120], JST: [540], KST: [540], MDT: [-360], MEST: [120], MET: [60],
  MSK: [180], MST: [-420], NDT: [-150], NST: [-210], NZDT: [780], NZST: [720], PDT: [-420], PKT: [300],
  PST: [-480, 480], SAST: [120], SST: [-660], WAT: [60], WEST: [60], WET: [0], WIB: [420], WIT: [540], WITA: [480],
};

const UTC = 'Coordinated Universal Time|Universal Time|Greenwich Mean Time|UTC|GMT|UT|Zulu|Z';
const OFFSET = '([+-])(\\d{1,2})(?::?(\\d\\d))?(?::?00)?(?![\\d:])';
const UTC_NAME = new RegExp(`(?<![a-z])(?:${UTC})(?![a-z])`, 'i');
const BEHIND_TIME = new RegExp(`^\\s*(?:(?:${UTC})\\s*)?${OFFSET}`, 'i');
const AT_END = new RegExp(`(?:(?<![a-z])(?:${UTC})\\s*|(?<=\\s|\\d{4}))${OFFSET}\\s*$`, 'i');
const ZONE_NAME = new RegExp(`(?<![A-Za-z])(?:${Object.keys(ZONE_NAMES).join('|')})(?![A-Za-z])`);
const IN_BRACKETS = new RegExp(`^\\s*(?:(?:${UTC})|(?:UTC|GMT)?${OFFSET})\\s*$`, 'i');

/** No zone is farther from UTC than 14 hours; a little more is let through, to be found wrong later. */
const MOST_HOURS = 15;

/** Takes the zone out of the line: its offsets in minutes, none when the line names none. */
export function takeZone(rest: RestOfLine, behindTime: number): readonly number[] {
  const before = rest.text;
  for (const found of [() => rest.take(BEHIND_TIME, behindTime), () => rest.take(AT_END)]) {
    const [, sign, hours, minutes = '0'] = found() ?? [];
    if (sign !== undefined && Number(hours) <= MOST_HOURS && Number(minutes) < 60) {
      const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
      // `+0100 CET`, `+0000 UTC`: the number is the clearer word.
      if (!rest.take(ZONE_NAME) && offset === 0) rest.take(UTC_NAME);
      return [offset];
    }
    rest.text = before; // the end of 21-Nov-2026, for example
  }
  if (rest.take(UTC_NAME)) return [0];
  return ZONE_NAMES[rest.take(ZONE_NAME)?.[0] ?? ''] ?? [];
}

/** Blanks out remarks in brackets, `(Nepal Time)`; where a zone or all of the line stands in them, the brackets only. */
export function openBrackets(rest: RestOfLine): void {
  for (const { 0: all, 1: round, 2: square, index } of rest.text.matchAll(/\(([^()]*)\)|\[([^[\]]*)\]/g)) {
    const wholeLine = rest.text.trim() === all;
    if (wholeLine || IN_BRACKETS.test(round ?? square ?? '')) {
      rest.blank(index, 1);
      rest.blank(index + all.length - 1, 1);
    } else rest.blank(index, all.length);
  }
}
