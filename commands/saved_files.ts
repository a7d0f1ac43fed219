import { type FSWatcher, statSync, watch } from 'node:fs';
import { join } from 'node:path';

/** A folder to look at. */
export interface Place {
  /** What it is called in reports: `lab01`. */
  name: string;
  folder: string;
  /** The names of the files in it that matter, now. */
  files: () => readonly string[];
}

/** Editors write a file in several steps; what comes within this time is one save. */
const SETTLED_MS = 40;
/** What the system does not report (network drives, some containers, a folder that was made anew) is found by looking. */
const LOOK_MS = 1000;

/** Watches some folders and tells which of their files were saved, made or removed. */
export class SavedFiles {
  readonly #saved: (place: string, file: string) => void;
  readonly #settled: number;
  readonly #stamps = new Map<Place, Map<string, string>>();
  readonly #watchers = new Map<Place, FSWatcher>();
  readonly #soon = new Map<Place, NodeJS.Timeout>();
  readonly #timer: NodeJS.Timeout;

  /** `settled`, in ms: shorter for those who can take a file that is half written, because they begin anew soon. */
  constructor(
    places: readonly Place[],
    saved: (place: string, file: string) => void,
    settled: number = SETTLED_MS,
  ) {
    this.#saved = saved;
    this.#settled = settled;
    for (const place of places) {
      this.#stamps.set(place, stamps(place));
      this.#watch(place);
    }
    this.#timer = setInterval(() => {
      for (const place of places) {
        if (!this.#watchers.has(place)) this.#watch(place);
        if (!this.#soon.has(place)) this.#look(place);
      }
    }, LOOK_MS).unref();
  }

  close(): void {
    clearInterval(this.#timer);
    for (const timer of this.#soon.values()) clearTimeout(timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #watch(place: Place): void {
    const forget = () => {
      this.#watchers.get(place)?.close();
      this.#watchers.delete(place);
    };
    try {
      const watcher = watch(place.folder, { persistent: false }, (kind) => {
        this.#lookSoon(place);
        // The folder itself may have been renamed or removed: the watcher would look at what is no longer there.
        if (kind === 'rename' && !isFolder(place.folder)) forget();
      });
      watcher.on('error', forget);
      this.#watchers.set(place, watcher);
    } catch {} // not there, or the system has no watcher left: the timer looks
  }

  #lookSoon(place: Place): void {
    clearTimeout(this.#soon.get(place));
    this.#soon.set(
      place,
      setTimeout(() => {
        this.#soon.delete(place);
        this.#look(place);
      }, this.#settled),
    );
  }

  #look(place: Place): void {
    const before = this.#stamps.get(place) ?? new Map<string, string>();
    const now = stamps(place);
    this.#stamps.set(place, now);
    for (const file of new Set([...before.keys(), ...now.keys()])) {
      if (before.get(file) !== now.get(file)) this.#saved(place.name, file);
    }
  }
}

function stamps({ folder, files }: Place): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of files()) {
    try {
      const { mtimeMs, size, ino } = statSync(join(folder, file));
      found.set(file, `${mtimeMs} ${size} ${ino}`);
    } catch {} // not there
  }
  return found;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
