import readline from 'node:readline';
import type { LabEvent } from '../../checks/engine/events.ts';
import { type Setting, TerminalReport } from '../../checks/engine/report/terminal.ts';
import type { Session } from './session.ts';

/** Watch mode where there is no terminal (an editor's task, a pipe): each run as a report, one below the other. */
export class PlainWatch {
  readonly #settingOf: () => Setting;
  #report: TerminalReport | undefined;

  constructor(settingOf: () => Setting) {
    this.#settingOf = settingOf;
  }

  /** An event of a run; a report that was cut off by the next save just ends. */
  readonly on = (event: LabEvent): void => {
    if (event.type === 'lab-started') {
      this.#report = new TerminalReport(this.#settingOf(), (text) => process.stdout.write(text));
    }
    this.#report?.on(event);
  };

  /** With --manual each line on standard input is a run; resolves at its end. */
  static async lines(session: Session): Promise<void> {
    for await (const _ of readline.createInterface({ input: process.stdin })) session.run();
    await session.idle;
  }
}
