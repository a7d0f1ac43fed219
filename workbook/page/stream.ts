import type { EventData } from '../server/api.ts';
import { epoch, type Refused, server } from './server.ts';
import type { Workbook } from './workbook.ts';

/** So long a stream that was refused is left alone. */
const AGAIN_MS = 1000;
/** Browsers allow six connections per host: a tab that nobody sees for so long gives its own back. */
const HIDDEN_MS = 500;

/** Several files are often saved at once: the course is read once for all of them. */
const SETTLED_MS = 100;

/**
 * Keeps the workbook up to date by the server's events. The stream is closed while the tab is hidden and goes on where
 * it stopped; when another server answers, the page is loaded anew. `ready` is called when the state is complete.
 */
export function follow(workbook: Workbook, ready: () => void): void {
  let stream: EventSource | undefined;
  let last = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  const on = <N extends keyof EventData>(source: EventSource, name: N, take: (data: EventData[N]) => void) =>
    source.addEventListener(name, (event) => {
      if (stream !== source) return;
      last = event.lastEventId || last;
      take(JSON.parse(event.data));
    });

  const readCourse = () =>
    void server.course().then(
      (course) => workbook.setCourse(course),
      (error: Refused) => error.answered && workbook.setProblem(error.message),
    );
  let soon: ReturnType<typeof setTimeout> | undefined;
  const readSoon = () => {
    clearTimeout(soon);
    soon = setTimeout(readCourse, SETTLED_MS);
  };

  const open = () => {
    clearTimeout(timer);
    if (stream || document.hidden) return;
    const source = new EventSource(`/api/events${last ? `?last=${encodeURIComponent(last)}` : ''}`);
    stream = source;
    on(source, 'hello', ({ epoch: now, fresh }) => {
      if (epoch() && now !== epoch()) {
        // Another start of the server: its token is another one, too.
        location.reload();
        return;
      }
      workbook.setConnection('live');
      if (!fresh) return;
      workbook.forget();
      readCourse();
    });
    on(source, 'caught-up', ready);
    for (const name of ['lab', 'progress', 'saved', 'wire'] as const) {
      on(source, name, (data) => {
        workbook.on(name, data);
        // A file may have come or gone.
        if (name === 'saved') readSoon();
      });
    }
    source.onerror = () => {
      if (stream !== source) return;
      workbook.setConnection('lost');
      if (source.readyState !== EventSource.CLOSED) return; // it tries again by itself
      close();
      timer = setTimeout(open, AGAIN_MS);
    };
  };
  const close = () => {
    stream?.close();
    stream = undefined;
  };

  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (!document.hidden) open();
    else
      timer = setTimeout(() => {
        close();
        workbook.setConnection('paused');
      }, HIDDEN_MS);
  });
  window.addEventListener('pagehide', close);
  window.addEventListener('pageshow', open);
  open();
}
