import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { nearest } from '../../commands/nearest.ts';
import { UsageError } from '../../commands/usage.ts';
import type { ClassMarks, CourseRules, LabRules } from '../model.ts';

type Labs = ClassMarks['labs'];
type Complain = (field: string, message: string) => void;

const FIELDS = {
  course: ['title', 'labs', 'late'],
  lab: ['points', 'weight', 'due', 'bonus'],
  late: ['perDay', 'most', 'graceMinutes'],
} as const;

/** More complaints than these help nobody. */
const MOST_COMPLAINTS = 10;

/**
 * The rules in a `course.json`. Where `labs` is given, the labs and bonus checks that are named must exist.
 * A UsageError names every field that is wrong, what was expected there, and what was found.
 */
export function readRules(path: string, labs?: Labs): CourseRules {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
  return parseRules(text, basename(path), labs);
}

/** The same for a text; `name` is what messages call it. */
export function parseRules(text: string, name: string, labs?: Labs): CourseRules {
  let value: unknown;
  try {
    // Editors on Windows may put a byte order mark in front.
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UsageError(`${name} is not JSON: ${(error as Error).message}`);
  }
  const complaints: string[] = [];
  checkCourse(value, labs, (field, message) => {
    complaints.push(`${field ? `${field}: ` : ''}${message}`);
  });
  if (complaints.length > 0) {
    const shown = complaints.slice(0, MOST_COMPLAINTS).map((line) => `  ${line}`);
    const left = complaints.length - shown.length;
    if (left > 0) shown.push(`  and ${left} more`);
    throw new UsageError(`${name} cannot be used:\n${shown.join('\n')}`);
  }
  return value as CourseRules;
}

function checkCourse(course: unknown, labs: Labs | undefined, complain: Complain): void {
  if (!isRecord(course)) {
    complain('', expected('an object { … }', course));
    return;
  }
  onlyFields(course, FIELDS.course, '', complain);
  const { title, labs: rules, late } = course;
  if (title !== undefined && (typeof title !== 'string' || title.trim() === '')) {
    complain('title', expected('a text', title));
  }
  if (late !== undefined) checkLate(late, complain);
  if (rules === undefined) return;
  if (!isRecord(rules)) {
    complain('labs', expected('an object { "lab01": { … } }', rules));
    return;
  }
  for (const [id, rule] of Object.entries(rules)) {
    const field = `labs.${id}`;
    const lab = labs?.find((one) => one.id === id);
    if (labs && !lab) complain(field, `there is no lab of this name.${hint(id, idsOf(labs))}`);
    if (!isRecord(rule)) complain(field, expected('an object { … }', rule));
    else checkLab(rule, field, lab, complain);
  }
}

function checkLab(
  rule: Record<string, unknown>,
  field: string,
  lab: Labs[number] | undefined,
  complain: Complain,
) {
  onlyFields(rule, FIELDS.lab, field, complain);
  const { points, weight, due, bonus } = rule as Record<keyof LabRules, unknown>;
  checkNumber(points, `${field}.points`, 'a number of points, 0 or more', complain);
  checkNumber(weight, `${field}.weight`, 'a number, 0 or more', complain);
  if (due !== undefined && !isInstant(due)) {
    complain(
      `${field}.due`,
      expected('a date and time with an offset, such as "2026-12-01T23:59:00+01:00"', due),
    );
  }
  if (bonus === undefined || bonus === true) return;
  if (!Array.isArray(bonus) || !bonus.every((id) => typeof id === 'string')) {
    complain(`${field}.bonus`, expected('true, or a list of ids of bonus checks', bonus));
    return;
  }
  const known = lab?.checks.filter(({ tier }) => tier === 'bonus');
  for (const id of bonus as string[]) {
    if (known && !known.some((check) => check.id === id)) {
      complain(`${field}.bonus`, `'${id}' is not a bonus check of this lab.${hint(id, idsOf(known))}`);
    }
  }
}

function checkLate(late: unknown, complain: Complain): void {
  if (!isRecord(late)) {
    complain('late', expected('an object { "perDay": 10, "most": 50 }', late));
    return;
  }
  onlyFields(late, FIELDS.late, 'late', complain);
  for (const name of ['perDay', 'most'] as const) {
    const value = late[name];
    if (!isNumber(value) || value > 100) {
      complain(`late.${name}`, expected('points in a hundred, from 0 to 100', value));
    }
  }
  checkNumber(late.graceMinutes, 'late.graceMinutes', 'a number of minutes, 0 or more', complain);
}

function onlyFields(
  value: Record<string, unknown>,
  known: readonly string[],
  inside: string,
  complain: Complain,
) {
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue;
    complain(inside ? `${inside}.${name}` : name, `this field is not known.${hint(name, known)}`);
  }
}

function checkNumber(value: unknown, field: string, wanted: string, complain: Complain): void {
  if (value !== undefined && !isNumber(value)) complain(field, expected(wanted, value));
}

const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const idsOf = (all: readonly { id: string }[]): string[] => all.map(({ id }) => id);

function hint(typed: string, known: readonly string[]): string {
  const near = nearest(typed, known);
  if (near) return ` Did you mean ${near}?`;
  return known.length > 0 ? ` Known are: ${known.join(', ')}.` : '';
}

function expected(wanted: string, got: unknown): string {
  const shown = got === undefined ? 'nothing' : JSON.stringify(got);
  return `expected ${wanted}; got ${shown.length > 60 ? `${shown.slice(0, 59)}…` : shown}`;
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(:(\d\d)(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** An ISO 8601 time with an offset, of a day that exists: what has no offset means another instant on another machine. */
export function isInstant(value: unknown): value is string {
  const [, year, month, day] = (typeof value === 'string' && ISO.exec(value)) || [];
  if (day === undefined || Number.isNaN(Date.parse(value as string))) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}
