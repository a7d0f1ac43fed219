/** What a program needs of the machine. */
export interface Needs {
  /** The program and its arguments. */
  words: readonly string[];
  /** Its folder; it may write there. */
  cwd: string;
  /** Files and folders that it reads. */
  readable: readonly string[];
  /** Folders that it may write to as well. */
  writable: readonly string[];
}

/**
 * Keeps the programs under test apart from the rest of the machine. Whoever grades strangers' programs
 * brings one (`grading/sandbox`); without one they run as the person's own programs do.
 */
export interface Confinement {
  /** The command line that starts the program confined. */
  words: (needs: Needs) => readonly string[];
  /**
   * The process of the program itself, where another one was started around it; signals are meant for
   * it. `undefined`: it does not run (yet, or any more).
   */
  programOf: (pid: number) => number | undefined;
}
