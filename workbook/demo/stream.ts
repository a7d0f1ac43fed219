import type { PageEvents, PageState } from '../../commands/demo/page_state.ts';
import { epoch } from '../page/server.ts';
import type { RecordedEvent } from '../wire_view/record.ts';

/** What the page knows. */
export interface Seen {
  state: PageState | undefined;
  /** The wire so far. */
  events: RecordedEvent[];
  connection: 'live' | 'lost' | 'ended';
}

/** A stream that was refused is asked for again after this time, in ms. */
const AGAIN_MS = 1000;

/** Follows the demo: tells what is known whenever it has changed. */
export function follow(draw: (seen: Seen) => void): void {
  let seen: Seen = { state: undefined, events: [], connection: 'live' };
  let number = 0;
  const now = (change: Partial<Seen>) => {
    seen = { ...seen, ...change };
    draw(seen);
  };
  const open = () => {
    const source = new EventSource('/api/events');
    const on = <N extends keyof PageEvents>(name: N, take: (data: PageEvents[N]) => void) =>
      source.addEventListener(name, (event) => take(JSON.parse(event.data)));
    on('hello', (hello) => {
      // Another start of the server: its token is another one, too.
      if (hello.epoch !== epoch()) location.reload();
    });
    on('state', ({ state, wire }) => {
      const { events } = seen;
      const goesOn = wire.number === number && wire.from <= events.length;
      number = wire.number;
      // The same list, grown: what was drawn of it is kept.
      if (goesOn) events.splice(wire.from, events.length, ...wire.events);
      now({ state, events: goesOn ? events : wire.events, connection: 'live' });
    });
    on('ended', () => {
      source.close();
      now({ connection: 'ended' });
    });
    source.onerror = () => {
      now({ connection: 'lost' });
      // Otherwise it tries again by itself.
      if (source.readyState === EventSource.CLOSED) setTimeout(open, AGAIN_MS);
    };
  };
  open();
}
