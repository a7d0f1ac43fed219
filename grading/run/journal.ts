import { closeSync, existsSync, fsyncSync, openSync, readSync, truncateSync, writeSync } from 'node:fs';
import { slim } from '../marks/slim.ts';
import type { CheckJson, GradedLab } from '../model.ts';

/** The first line of a journal: what must be the same when it is gone on with. */
export interface JournalHead {
  schema: 'workbook/grading@1';
  seed: number;
  rounds: number;
}

/**
 * The results of a run, one JSON line each, written to the disk one by one: whatever ends the grader, what was graded
 * is not lost and not graded again.
 */
export class Journal {
  readonly #file: number;

  private constructor(file: number) {
    this.#file = file;
  }

  static begin(path: string, head: JournalHead): Journal {
    const journal = new Journal(openSync(path, 'w'));
    journal.#write(head);
    return journal;
  }

  /** Goes on with a journal. A last line that was being written when the grader ended is taken away. */
  static goOn(path: string): { journal: Journal; head: JournalHead; done: GradedLab[] } {
    const { head, done, length } = readJournal(path);
    truncateSync(path, length);
    return { journal: new Journal(openSync(path, 'a')), head, done };
  }

  add(graded: GradedLab): void {
    this.#write(graded);
  }

  close(): void {
    closeSync(this.#file);
  }

  #write(value: unknown): void {
    writeSync(this.#file, `${JSON.stringify(value)}\n`);
    fsyncSync(this.#file);
  }
}

/** What a journal holds; of each result only what marks are made from, so that a class of thousands has room. */
export interface JournalContent {
  head: JournalHead;
  /** Where one was graded twice (the machine was at fault the first time), the later one counts. */
  done: GradedLab[];
  /** How many bytes of the file are whole lines. */
  length: number;
  /** Reads all results of one submission again, with everything that went over the wire. */
  whole: (submission: string) => GradedLab[];
}

/** Reads a journal; an Error says what is wrong with it. */
export function readJournal(path: string): JournalContent {
  if (!existsSync(path)) throw new Error(`There is no ${path}: nothing was graded there yet.`);
  let head: JournalHead | undefined;
  const done = new Map<string, { graded: GradedLab; at: number; size: number }>();
  // Checks that went alike are one object.
  const alike = new Map<string, CheckJson>();
  let length = 0;
  for (const { text, at, size } of linesOf(path)) {
    length = at + size;
    const value = parsed(text);
    if (at === 0) head = headOf(value);
    else if (isGraded(value)) {
      const { submission, lab, round } = value;
      done.set(`${submission}\n${lab}\n${round}`, { graded: slim(value, alike), at, size });
    }
    if (!head) break;
  }
  if (!head) throw new Error(`${path} is no journal of the grader, or of another version of it.`);
  const kept = [...done.values()];
  const places = bySubmission(kept);
  const whole = (submission: string) =>
    (places.get(submission) ?? []).map(({ at, size }) => JSON.parse(textAt(path, at, size)) as GradedLab);
  return { head, done: kept.map(({ graded }) => graded), length, whole };
}

function bySubmission<Kept extends { graded: GradedLab }>(kept: readonly Kept[]): Map<string, Kept[]> {
  const found = new Map<string, Kept[]>();
  for (const one of kept) {
    const own = found.get(one.graded.submission);
    if (own) own.push(one);
    else found.set(one.graded.submission, [one]);
  }
  return found;
}

const CHUNK = 1024 * 1024;

/** The whole lines of a file, one after another, with their places in bytes. */
function* linesOf(path: string): Generator<{ text: string; at: number; size: number }> {
  const file = openSync(path, 'r');
  try {
    let rest = Buffer.alloc(0);
    let at = 0;
    for (;;) {
      const chunk = Buffer.alloc(CHUNK);
      const count = readSync(file, chunk);
      if (count === 0) return;
      rest = Buffer.concat([rest, chunk.subarray(0, count)]);
      let from = 0;
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10, from)) {
        const size = end + 1 - from;
        yield { text: rest.toString('utf8', from, end), at, size };
        at += size;
        from = end + 1;
      }
      rest = rest.subarray(from);
    }
  } finally {
    closeSync(file);
  }
}

function textAt(path: string, at: number, size: number): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(size);
    readSync(file, bytes, 0, size, at);
    return bytes.toString('utf8');
  } finally {
    closeSync(file);
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function headOf(value: unknown): JournalHead | undefined {
  const { schema, seed, rounds } = (value ?? {}) as Partial<JournalHead>;
  if (schema !== 'workbook/grading@1' || !Number.isInteger(seed) || !Number.isInteger(rounds))
    return undefined;
  return { schema, seed: seed as number, rounds: rounds as number };
}

const isGraded = (value: unknown): value is GradedLab =>
  typeof value === 'object' && value !== null && 'submission' in value && 'lab' in value && 'result' in value;
