import { render } from 'preact';
import { App } from './app.tsx';
import { hashOf, routeOfPath } from './route.ts';
import { Refused, server } from './server.ts';
import { follow } from './stream.ts';
import { applyTheme, storedTheme } from './theme.ts';
import { Workbook } from './workbook.ts';
import './css/colours.css';
import './css/elements.css';
import './css/header.css';
import './css/home.css';
import './css/lab.css';
import './css/handout.css';
import './css/run_bar.css';
import './css/checks.css';
import './css/detail.css';
import '../wire_view/wire_view.css';
import '../wire_view/chunk.css';
import '../wire_view/event.css';
import '../wire_view/narrow.css';
import './css/panel.css';
import './css/print.css';

applyTheme(storedTheme());
const shared = routeOfPath(location.pathname, location.hash);
if (shared) history.replaceState(null, '', `/${hashOf(shared)}`);

const workbook = new Workbook((tell) => requestAnimationFrame(tell));
const root = document.getElementById('app') as HTMLElement;
render(<App workbook={workbook} />, root);

const begin = async (): Promise<void> => {
  try {
    workbook.setCourse(await server.course());
  } catch (error) {
    if (error instanceof Refused && error.answered) workbook.setProblem(error.message);
    else workbook.setConnection('lost');
    setTimeout(begin, 1000);
    return;
  }
  // A test waits for this mark: the stream never lets the network fall idle.
  follow(workbook, () => root.setAttribute('data-ready', ''));
};
void begin();
