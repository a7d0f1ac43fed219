const cells = (row: Element | null | undefined): HTMLElement[] => [
  ...(row?.querySelectorAll<HTMLElement>('a') ?? []),
];

/** One cell of the table can be reached with Tab, and from there the arrow keys lead on: thousands of stops are none. */
export function oneTabStop(table: HTMLElement | null, wanted?: HTMLElement): void {
  const now = table?.querySelector<HTMLElement>('tbody a[tabindex="0"]');
  const next = wanted?.closest('a') ?? now ?? table?.querySelector<HTMLElement>('tbody a');
  if (now && now !== next) now.tabIndex = -1;
  if (next) next.tabIndex = 0;
}

/** The arrow keys, Home and End, within the table. */
export function moveFocus(event: KeyboardEvent): void {
  const link = (event.target as HTMLElement).closest<HTMLElement>('tbody a');
  const row = link?.closest('tr');
  if (!link || !row || event.ctrlKey || event.altKey || event.metaKey) return;
  const own = cells(row);
  const at = own.indexOf(link);
  const moves: Record<string, () => HTMLElement | undefined> = {
    ArrowLeft: () => own[at - 1],
    ArrowRight: () => own[at + 1],
    ArrowUp: () => cells(row.previousElementSibling)[at],
    ArrowDown: () => cells(row.nextElementSibling)[at],
    Home: () => own[0],
    End: () => own.at(-1),
  };
  const to = moves[event.key]?.();
  if (!to) return;
  event.preventDefault();
  to.focus();
}
