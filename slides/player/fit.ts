const LARGEST = 1.6;
/** The smallest that can be read from the last row. */
const READABLE = 1.15;
/** On paper the eye is nearer. */
const SMALLEST = 0.55;

/**
 * Makes the conversations on a slide as large as there is room for. One that has not enough comes in steps, each of which
 * moves it on; on paper it is made smaller instead.
 */
export function fitWires(slide: Element, paper: boolean): void {
  for (const place of slide.querySelectorAll<HTMLElement>('.wire-place')) {
    const body = place.closest<HTMLElement>('.body');
    if (!body) continue;
    const fits = () => body.scrollHeight <= body.clientHeight;
    let zoom = LARGEST;
    for (; zoom > (paper ? SMALLEST : READABLE); zoom -= 0.05) {
      place.style.zoom = String(zoom);
      if (fits()) break;
    }
    if (fits() || paper) continue;
    // What the others leave is its room, and a row that was half seen is seen again.
    let room = place.offsetHeight;
    for (; room > 100 && !fits(); room -= 4) place.style.height = `${room - 4}px`;
    const steps = Math.ceil((place.scrollHeight - room) / (room * 0.7));
    place.classList.add('scrolls');
    for (let step = 1; step <= steps; step++) {
      const fragment = document.createElement('span');
      fragment.className = 'fragment step';
      fragment.dataset.wireStep = String(step / steps);
      place.after(fragment);
    }
    const fragments = [...body.querySelectorAll('[data-wire-step]')];
    fragments.reverse();
    place.after(...fragments);
  }
}

/** Moves a conversation to the step of its last fragment that is to be seen. */
export function followWire(fragment: HTMLElement): void {
  const body = fragment.closest('.body');
  const place = body?.querySelector<HTMLElement>('.wire-place.scrolls');
  if (!body || !place) return;
  const seen = [...body.querySelectorAll<HTMLElement>('[data-wire-step].visible')];
  const part = Math.max(0, ...seen.map(({ dataset }) => Number(dataset.wireStep)));
  place.scrollTo({ top: part * (place.scrollHeight - place.clientHeight), behavior: 'smooth' });
}
