import { createInterface } from 'node:readline';

/** Asks a question in the terminal; `undefined` when it is left by Ctrl-C, and '' when by Ctrl-D. */
export function ask(question: string): Promise<string | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  return new Promise((resolve) => {
    terminal.once('SIGINT', () => {
      resolve(undefined);
      terminal.close();
    });
    terminal.once('close', () => resolve(''));
    terminal.question(question, (answer) => {
      resolve(answer);
      terminal.close();
    });
  });
}
