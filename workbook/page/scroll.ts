/**
 * Scrolls a box so that something in it stands at its top, below `room` pixels. Unlike `scrollIntoView` it moves this
 * box alone, never those around it, which do not scroll.
 */
export function bringToTop(
  element: Element | null | undefined,
  box: Element | null | undefined,
  room = 0,
): void {
  if (element && box)
    box.scrollTop += element.getBoundingClientRect().top - box.getBoundingClientRect().top - room;
}

/** Shows a check in the column of checks, unless its beginning is to be seen there already. */
export function showCheck(id: string): void {
  const row = document.getElementById(`check-${id}`);
  const column = row?.closest('.lab-checks');
  if (!row || !column || column.clientHeight === 0) return;
  const head = column.querySelector<HTMLElement>('.run-head')?.offsetHeight ?? 0;
  const [at, view] = [row.getBoundingClientRect().top, column.getBoundingClientRect()];
  const seen = at >= view.top + head && at < view.top + view.height * 0.55;
  if (!seen) bringToTop(row, column, head + 4);
}

/** Shows the byte that is pointed at, with a little of what is above it. */
export function showPointer(panel: Element | null): void {
  const box = panel?.querySelector('[data-wire-scroll]');
  const pointer = panel?.querySelector('.wire-pointer');
  if (!box || !pointer) return;
  const below = pointer.getBoundingClientRect().bottom - box.getBoundingClientRect().bottom;
  if (below > 0) box.scrollTop += below + 8;
}

/** Shows a heading of the handout. */
export function showHeading(heading: Element | null | undefined): void {
  bringToTop(heading, heading?.closest('.lab-handout, .main'), 24);
}

/** Shows a passage of the handout by its name: a heading, or the bold words that a paragraph begins with. */
export function showPassage(name: string): void {
  const wanted = name.toLowerCase();
  const places = document.querySelectorAll('.handout :is(h1, h2, h3, h4, strong)');
  showHeading(
    [...places].find(({ textContent }) => textContent?.replace(/\.$/, '').toLowerCase() === wanted),
  );
}
