import { render } from 'preact';
import { WireView } from '../../../workbook/wire_view/wire_view.tsx';
import type { ReportData } from '../report_data.ts';
import '../../../workbook/page/css/colours.css';
import './base.css';
import '../../../workbook/page/css/checks.css';
import '../../../workbook/page/css/detail.css';
import '../../../workbook/wire_view/wire_view.css';
import '../../../workbook/wire_view/chunk.css';
import '../../../workbook/wire_view/event.css';
import '../../../workbook/wire_view/narrow.css';
import './report.css';
import './print.css';

// The page can be read without this script; it draws what travelled, where somebody wants to see it.

const data: ReportData = JSON.parse(document.getElementById('data')?.textContent ?? '{}');

/** Draws the wire views in this part of the page that can be seen and are not drawn yet. */
function draw(part: ParentNode): void {
  for (const place of part.querySelectorAll<HTMLElement>('[data-wire]')) {
    const recording = data[place.dataset.wire ?? ''];
    if (!recording || place.dataset.drawn || place.closest('details:not([open])')) continue;
    place.dataset.drawn = 'yes';
    place.textContent = '';
    render(<WireView recording={recording} all />, place);
  }
}

/** A check that is named in the address is unfolded, with all around it. */
function unfold(): void {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (const details of named?.querySelectorAll('details:not(.printed)') ?? []) {
    if (named?.classList.contains('check')) (details as HTMLDetailsElement).open = true;
  }
  named?.scrollIntoView();
}

// `toggle` does not bubble.
document.addEventListener('toggle', (event) => draw(event.target as HTMLElement), true);
addEventListener('hashchange', unfold);
unfold();
draw(document);
document.documentElement.dataset.ready = 'yes';
