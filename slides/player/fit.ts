import { CALM } from './motion.ts';

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
    const fragments = Array.from({ length: steps }, (_, i) => {
      const fragment = document.createElement('span');
      fragment.className = 'fragment step';
      fragment.dataset.wireStep = String((i + 1) / steps);
      return fragment;
    });
    place.after(...fragments);
  }
}

/** Moves the conversations on a slide to the step of the last fragment that is to be seen. */
export function followWires(slide: Element): void {
  for (const place of slide.querySelectorAll<HTMLElement>('.wire-place.scrolls')) {
    const seen = [...(place.parentElement?.querySelectorAll<HTMLElement>('[data-wire-step].visible') ?? [])];
    const part = Math.max(0, ...seen.map(({ dataset }) => Number(dataset.wireStep)));
    const top = part * (place.scrollHeight - place.clientHeight);
    place.scrollTo({ top, behavior: CALM ? 'instant' : 'smooth' });
  }
}
