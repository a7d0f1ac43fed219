/**
 * Ctrl-Z in a terminal that gives us its keys one by one: stops this command and those that it was started by (npm
 * and its shell), as the terminal itself would have done. `again` is called when the person comes back (`fg`).
 */
export function suspend(again: () => void): void {
  if (process.platform === 'win32') return;
  process.once('SIGCONT', again);
  process.kill(0, 'SIGTSTP');
}
