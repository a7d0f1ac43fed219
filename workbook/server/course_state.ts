import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { LabResult } from '../../checks/engine/events.ts';
import type { Lab } from '../../checks/engine/lab.ts';
import { allChecks } from '../../checks/engine/run/run_lab.ts';
import { allLabs, type LabEntry, type Load, loadLab, starterFiles } from '../../commands/labs.ts';
import { type LabProgress, readProgress, remember, stampOf } from '../../commands/progress.ts';
import type { Course, CourseFile, CourseLab, Hint, ProgressMessage } from './api.ts';
import { targetOf } from './runs.ts';

/** The labs, the student's files and the progress, as they are on the disk at this moment. */
export class CourseState {
  readonly root: string;
  readonly #load: Load;
  readonly #labs = new Map<string, Promise<Lab>>();
  /** Points of the last whole run of each lab, as far as this server has seen one. */
  readonly #scores = new Map<string, Pick<LabResult, 'score' | 'maxScore'>>();

  constructor(root: string, load: Load) {
    this.root = root;
    this.#load = load;
  }

  entries(): LabEntry[] {
    return allLabs(this.root);
  }

  entry(id: string): LabEntry | undefined {
    return this.entries().find((lab) => lab.id === id);
  }

  /** The definition of a lab, loaded once. */
  lab(entry: LabEntry): Promise<Lab> {
    let lab = this.#labs.get(entry.folder);
    if (!lab) {
      lab = loadLab(entry, this.#load);
      this.#labs.set(entry.folder, lab);
      lab.catch(() => this.#labs.delete(entry.folder));
    }
    return lab;
  }

  async course(watching: readonly string[]): Promise<Course> {
    const entries = this.entries();
    const labs = await Promise.all(entries.map((entry) => this.#courseLab(entry)));
    return { labs, next: this.#next(entries), watching: [...watching] };
  }

  progress(): ProgressMessage {
    const entries = this.entries();
    const labs = entries.map((entry) => ({
      ...this.#standing(entry),
      hintsShown: { ...this.#of(entry).hints },
    }));
    return { next: this.#next(entries), labs };
  }

  /** The student's files of a lab, whether they are there or not. */
  files(entry: LabEntry): CourseFile[] {
    return ownFiles(this.root, entry).map((path) => {
      const name = path.slice(path.search(/[^/\\]+$/));
      return {
        name,
        path: `labs/${entry.folder}/${name}`,
        editorUrl: `vscode://file${pathToFileURL(path).pathname}`,
        ...(!existsSync(path) && { missing: true }),
      };
    });
  }

  /** One rung further on the ladder of a check; undefined when there is no such check. */
  async hint(entry: LabEntry, check: string): Promise<Hint | undefined> {
    const hints = await this.#hintsOf(entry, check);
    if (!hints || hints.length === 0) return undefined;
    const rung = Math.min(shown(this.#of(entry), check) + 1, hints.length);
    remember(this.root, entry.id, (before) => ({ ...before, hints: { ...before.hints, [check]: rung } }));
    return { rung, last: hints.length, hint: hints[rung - 1] as string };
  }

  /** Keeps what a whole run has shown. */
  ended(entry: LabEntry, result: LabResult): void {
    this.#scores.set(entry.id, { score: result.score, maxScore: result.maxScore });
    const failing = result.checks.find((check) => check.verdict === 'fail')?.id;
    const stamp = stampOf(ownFiles(this.root, entry));
    remember(this.root, entry.id, ({ failing: _, stamp: __, ...before }) => ({
      ...before,
      ...(!before.passed && result.verdict === 'pass' && { passed: new Date().toISOString() }),
      ...(failing && { failing }),
      ...(stamp && { stamp }),
    }));
  }

  async #courseLab(entry: LabEntry): Promise<CourseLab> {
    const lab = await this.lab(entry);
    const progress = this.#of(entry);
    return {
      ...this.#standing(entry),
      folder: entry.folder,
      title: lab.title,
      kind: lab.kind,
      program: lab.program,
      files: this.files(entry),
      checks: allChecks(lab, targetOf(this.root, entry, lab)).map((check) => {
        const count = Math.min(shown(progress, check.id), check.hints.length);
        return {
          id: check.id,
          title: check.title,
          tier: check.tier ?? 'required',
          spec: check.spec,
          hints: check.hints.slice(0, count),
          hintsShown: count,
          hintsTotal: check.hints.length,
        };
      }),
    };
  }

  #standing(entry: LabEntry): Pick<CourseLab, 'id' | 'state' | 'passedAt' | 'score' | 'maxScore'> {
    const { passed } = this.#of(entry);
    const isDate = typeof passed === 'string';
    return {
      id: entry.id,
      state: isDate ? 'passed' : this.#begun(entry) ? 'begun' : 'new',
      ...(isDate && { passedAt: passed }),
      ...this.#scores.get(entry.id),
    };
  }

  /** Whether the student's file is another than the starter. */
  #begun(entry: LabEntry): boolean {
    try {
      return starterFiles(this.root, entry).some(
        ({ pristine, file }) => existsSync(file) && !readFileSync(file).equals(readFileSync(pristine)),
      );
    } catch {
      return false;
    }
  }

  #next(entries: readonly LabEntry[]): string | null {
    return entries.find((entry) => !this.#of(entry).passed)?.id ?? null;
  }

  #of(entry: LabEntry): LabProgress {
    const of = readProgress(this.root)[entry.id];
    return typeof of === 'object' && of !== null ? of : {};
  }

  async #hintsOf(entry: LabEntry, id: string): Promise<readonly string[] | undefined> {
    const lab = await this.lab(entry);
    return allChecks(lab, targetOf(this.root, entry, lab)).find((check) => check.id === id)?.hints;
  }
}

function shown({ hints }: LabProgress, check: string): number {
  const count = hints?.[check];
  return Number.isInteger(count) && (count as number) > 0 ? (count as number) : 0;
}

/** The files of a lab that the student edits: those that a starter is kept of. */
export function ownFiles(root: string, entry: LabEntry): string[] {
  try {
    return starterFiles(root, entry).map(({ file }) => file);
  } catch {
    return []; // labs/.starters is gone
  }
}

/** All files beside a handout that a program may be made of. */
export function sourcesBeside(folder: string): string[] {
  try {
    return readdirSync(folder).filter(
      (name) => /^[\w-][\w.-]*\.[cm]?[jt]s$/.test(name) || name === 'README.md',
    );
  } catch {
    return [];
  }
}
