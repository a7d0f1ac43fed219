import { existsSync, readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { LabResult } from '../../checks/engine/events.ts';
import type { Lab } from '../../checks/engine/lab.ts';
import { allChecks } from '../../checks/engine/run/run_lab.ts';
import { allLabs, type LabEntry, type Load, loadLab, ownFiles } from '../../commands/labs.ts';
import { climb, keepResult, readProgress } from '../../commands/progress.ts';
import type { LabProgress } from '../../commands/progress_format.ts';
import { nextLab, standingOf } from '../../commands/standing.ts';
import type { Course, CourseFile, CourseLab, Hint, ProgressMessage } from './api.ts';
import { targetOf } from './runs.ts';

/** The labs, the student's files and the progress, as they are on the disk at this moment. */
export class CourseState {
  readonly root: string;
  readonly #load: Load;
  readonly #labs = new Map<string, Promise<Lab>>();

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
    return { labs, next: nextLab(entries, readProgress(this.root))?.id ?? null, watching: [...watching] };
  }

  progress(): ProgressMessage {
    const entries = this.entries();
    const labs = entries.map((entry) => ({
      ...this.#standing(entry),
      hintsShown: { ...this.#of(entry).hints },
    }));
    return { next: nextLab(entries, readProgress(this.root))?.id ?? null, labs };
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
    const { rung, last, hint } = climb(this.root, entry.id, { id: check, hints });
    return { rung, last, hint };
  }

  /** Keeps what a whole run has shown. */
  ended(entry: LabEntry, result: LabResult): void {
    keepResult(this.root, entry, result);
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
        const count = Math.min(progress.hints?.[check.id] ?? 0, check.hints.length);
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
    const { bonusScore: _, maxBonusScore: __, ...standing } = standingOf(this.root, entry, this.#of(entry));
    return standing;
  }

  #of(entry: LabEntry): LabProgress {
    return readProgress(this.root)[entry.id] ?? {};
  }

  async #hintsOf(entry: LabEntry, id: string): Promise<readonly string[] | undefined> {
    const lab = await this.lab(entry);
    return allChecks(lab, targetOf(this.root, entry, lab)).find((check) => check.id === id)?.hints;
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
