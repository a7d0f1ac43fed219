import { render } from 'preact';
import { post, type Refused } from '../page/server.ts';
import { applyTheme, storedTheme } from '../page/theme.ts';
import { keyOf } from './keys.ts';
import { Stage } from './stage.tsx';
import { follow, type Seen } from './stream.ts';
import '../page/css/colours.css';
import '../wire_view/wire_view.css';
import '../wire_view/chunk.css';
import '../wire_view/event.css';
import './demo.css';
import './lane.css';
import './wire.css';

/** So far an arrow key scrolls the wire, in pixels. */
const ROW = 60;

applyTheme(storedTheme());
const root = document.getElementById('app') as HTMLElement;
let seen: Seen | undefined;
let problem: string | undefined;

const draw = () => seen && render(<Stage seen={seen} problem={problem} press={press} />, root);

const press = (key: string) => {
  if (!seen?.state || seen.connection === 'ended') return;
  post('/api/key', { key }).then(
    () => say(undefined),
    (refused: Refused) => say(refused.message),
  );
};

const say = (text: string | undefined) => {
  problem = text;
  draw();
};

addEventListener('keydown', (event) => {
  const rows = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (rows !== 0) document.querySelector('.demo-wire-scroll')?.scrollBy(0, rows * ROW);
  const key = keyOf(event);
  // Who went to a button with the tab key means that button.
  const onButton = event.target instanceof HTMLButtonElement && ['space', 'return'].includes(key ?? '');
  if (key === undefined || onButton) return;
  event.preventDefault();
  press(key);
});

follow((now) => {
  seen = now;
  draw();
});
