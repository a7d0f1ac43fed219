import { TEXTS } from './texts.ts';

/** Between the names of the lanes and what is shown below them, in pixels. */
const AIR = 10;

/**
 * Marks what came with the last key, and scrolls to it: to its end, or where that hides its beginning, there. Where
 * there is no room for all of it, lines between those that shall be seen are left out.
 */
export function showNewest(box: HTMLElement, fresh: number, see: readonly string[], all: boolean): void {
  const rows = [...box.querySelectorAll<HTMLElement>('.wire-rows .wire-row')];
  for (const [i, row] of rows.entries()) {
    row.classList.toggle('before', i < fresh);
    row.classList.toggle('fresh', i >= fresh);
  }
  for (const line of box.querySelectorAll<HTMLElement>('.wire-line')) {
    line.classList.remove('left-out');
    delete line.dataset.leftOut;
  }
  const lanes = box.querySelector<HTMLElement>('.wire-lanes')?.offsetHeight ?? 0;
  const top = (element: Element) =>
    element.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop - lanes - AIR;
  const room = () => box.scrollHeight - box.clientHeight;
  const newest = rows.slice(fresh);
  const lines = newest.flatMap((row) => [...row.querySelectorAll<HTMLElement>('.wire-line')]);
  const [begin] = newest;
  if (!all && see.length > 0 && begin && top(begin) < room()) leaveOut(lines, see);
  const wanted = lines.find((line) => isSeen(line, see)) ?? begin;
  box.scrollTop = wanted ? Math.min(room(), top(wanted)) : room();
}

const isSeen = (line: HTMLElement, see: readonly string[]): boolean =>
  see.some((text) => line.textContent?.includes(text));

/** Leaves out the lines that are not asked for, not wrong, and not the first. */
function leaveOut(lines: readonly HTMLElement[], see: readonly string[]): void {
  let count = 0;
  for (const [i, line] of lines.entries()) {
    const stays = i === 0 || isSeen(line, see) || line.classList.contains('wire-line-wrong');
    line.classList.toggle('left-out', !stays);
    if (!stays) count += 1;
    else {
      if (count > 0) line.dataset.leftOut = TEXTS.moreLines(count);
      count = 0;
    }
  }
}
