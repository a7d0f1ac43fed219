import { render } from 'preact';
import type { Recording } from '../../workbook/wire_view/record.ts';
import { WireView } from '../../workbook/wire_view/wire_view.tsx';
import '../../workbook/wire_view/wire_view.css';
import '../../workbook/wire_view/chunk.css';
import '../../workbook/wire_view/event.css';
import '../../workbook/wire_view/narrow.css';

/** Draws the recorded conversations. */
export function showWires(recordings: Record<string, Recording>): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-wire]')) {
    const recording = recordings[place.dataset.wire ?? ''];
    if (recording) render(<WireView recording={recording} all />, place);
  }
}
