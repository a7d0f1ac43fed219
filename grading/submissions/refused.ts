import type { Trouble } from '../model.ts';

/** A submission that is not graded, and why; becomes a Trouble. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly kind: Trouble['kind'];

  constructor(kind: Trouble['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** Whether an error of the operating system is about this machine, and not about what was handed in. */
export function isOfMachine(code: string): boolean {
  return ['EACCES', 'EPERM', 'ENOSPC', 'EDQUOT', 'EROFS', 'EMFILE', 'ENFILE', 'EIO'].includes(code);
}

/** What the operating system says about a file, in words; a Refused stays what it is. */
export function refusalOf(error: unknown, what: string): Refused {
  if (error instanceof Refused) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') {
    return new Refused(
      'unreadable',
      `${what} may not be read (${code}). Give yourself the right to, and grade again.`,
    );
  }
  if (code && isOfMachine(code)) {
    return new Refused('machine', `${what} could not be copied: ${message}. See to it, and grade again.`);
  }
  if (code) return new Refused('unreadable', `${what} could not be read: ${message}.`);
  return new Refused(
    'machine',
    `The grader failed on it: ${message}. It was not graded; please report this.`,
  );
}
