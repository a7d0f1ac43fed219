import type { Demo } from './demo.ts';
import { DEMOS } from './demos.ts';
import { DemoRecorder } from './recording.ts';
import { Show } from './show.ts';

/** What demos are shown on. */
export interface Screen {
  begin: (show: Show) => void;
  /** There may be something new to see. */
  changed: () => void;
  end: () => void;
}

/** A program prints without saying so: the screen looks for it now and then. */
const LOOK_MS = 150;

/** Shows a demo, and those behind it, until the lecturer leaves; gives the last one, and what was kept of it. */
export async function showDemos(
  root: string,
  first: Demo,
  file: string | undefined,
  screen: Screen,
): Promise<{ demo: Demo; said: string | undefined }> {
  for (let demo = first; ; ) {
    const next = DEMOS[DEMOS.indexOf(demo) + 1];
    let leave = (_why: 'quit' | 'next') => {};
    const left = new Promise<'quit' | 'next'>((done) => {
      leave = done;
    });
    const recorder = file === undefined ? undefined : new DemoRecorder(demo);
    const show = new Show(demo, {
      root,
      changed: screen.changed,
      leave,
      // One file holds one demo.
      next: file === undefined ? next?.name : undefined,
      ...(recorder && { told: recorder.listener }),
    });
    screen.begin(show);
    void show.begin();
    const looking = setInterval(screen.changed, LOOK_MS);
    const why = await left;
    clearInterval(looking);
    await show.close();
    screen.end();
    if (why === 'next' && next) {
      demo = next;
      continue;
    }
    return { demo, said: recorder && file ? kept(recorder, file) : undefined };
  }
}

/** Keeps a recording; says so. */
export function kept(recorder: DemoRecorder, file: string): string {
  const count = recorder.save(file);
  return `${count === 1 ? '1 event is' : `${count} events are`} kept in ${file}.`;
}
