/** The last lines that a program printed. */
export interface ProgramOutput {
  stdout: string;
  stderr: string;
}

/** What a check says when the program under test is wrong. */
export interface Finding {
  /** Name of the misconception, a key of the catalogue or of the lab's own `diagnoses`. */
  diagnosis: string;
  /** One to three plain sentences: what happened, and what to do next. */
  message: string;
  /** What should have come. Text is taken as UTF-8. */
  expected?: Buffer | string;
  /** What came. */
  actual?: Buffer | string;
  /** Offset in bytes of the first wrong byte in `actual`; a caret is drawn below it. */
  at?: number;
}

/** The program under test is wrong; ends the check with the verdict `fail`. */
export class Failure extends Error {
  readonly finding: Finding;
  /** What the program had printed, where that is known only here. */
  readonly output: ProgramOutput | undefined;

  constructor(finding: Finding, output?: ProgramOutput) {
    super(finding.message);
    this.name = 'Failure';
    this.finding = finding;
    this.output = output;
  }
}

/** The check cannot be made here (no IPv6, no signals, …); ends it with the verdict `skipped`. */
export class Skip extends Error {
  override readonly name = 'Skip';
}

/** The machine or the checker is at fault, never the student; ends the check with the verdict `error`. */
export class MachineError extends Error {
  override readonly name = 'MachineError';
}

/** Ends the running check with the verdict `fail`. */
export function fail(
  diagnosis: string,
  message: string,
  evidence: Pick<Finding, 'expected' | 'actual' | 'at'> = {},
): never {
  throw new Failure({ ...evidence, diagnosis, message });
}

/** Ends the running check with the verdict `skipped`. */
export function skip(reason: string): never {
  throw new Skip(reason);
}
