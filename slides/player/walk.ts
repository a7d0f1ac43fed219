import { syncTokenKeys } from '@shikijs/magic-move/core';
import { MagicMoveRenderer } from '@shikijs/magic-move/renderer';
import '@shikijs/magic-move/style.css';
import type { WalkStep } from '../build/render_deck.ts';
import { CALM } from './motion.ts';

/** Code that changes from step to step: what stays moves to its new place, what is new is lit. Gives what follows a slide. */
export function startWalks(walks: Record<string, WalkStep[]>): (slide: Element) => void {
  const players = new Map<Element, Walk>();
  for (const figure of document.querySelectorAll<HTMLElement>('[data-walk]')) {
    const player = new Walk(figure, walks[figure.dataset.walk ?? ''] ?? []);
    players.set(figure, player);
    player.follow();
  }
  return (slide) => {
    for (const figure of slide.querySelectorAll('[data-walk]')) players.get(figure)?.follow();
  };
}

class Walk {
  readonly #figure: HTMLElement;
  readonly #steps: readonly WalkStep[];
  readonly #renderer: MagicMoveRenderer;
  #shown = -1;

  constructor(figure: HTMLElement, steps: readonly WalkStep[]) {
    this.#figure = figure;
    this.#steps = steps;
    const place = figure.querySelector('.walk-code');
    const pre = document.createElement('pre');
    pre.className = 'shiki-magic-move-container';
    const bands = document.createElement('div');
    bands.className = 'bands';
    place?.replaceChildren(bands, pre);
    this.#renderer = new MagicMoveRenderer(pre, {
      duration: CALM ? 0 : 600,
      stagger: 2,
    });
  }

  /** Shows the step of the last fragment that is to be seen. */
  follow(): void {
    const step = this.#figure.querySelectorAll('[data-walk-step].visible').length;
    const to = this.#steps[step];
    if (step === this.#shown || !to) return;
    const from = this.#steps[this.#shown];
    this.#shown = step;
    tell(this.#figure, to);
    if (from && Math.abs(this.#steps.indexOf(from) - step) === 1) {
      const synced = syncTokenKeys(from.tokens, to.tokens);
      this.#renderer.replace(synced.from);
      void this.#renderer.render(synced.to);
    } else this.#renderer.replace(to.tokens);
  }
}

/** The words around the code of a step, and its lit lines. */
function tell(figure: HTMLElement, step: WalkStep): void {
  const file = figure.querySelector('.file');
  const say = figure.querySelector('figcaption');
  if (file) file.textContent = step.file;
  if (say) say.textContent = step.say;
  const bands = step.lit.map((line) => {
    const band = document.createElement('i');
    band.style.setProperty('--line', String(line));
    return band;
  });
  figure.querySelector('.bands')?.replaceChildren(...bands);
}

/** For paper: the slide of a walk becomes a slide for each step. */
export function unfoldWalks(walks: Record<string, WalkStep[]>): void {
  for (const section of document.querySelectorAll<HTMLElement>('section.slide')) {
    const figure = section.querySelector<HTMLElement>('[data-walk]');
    const steps = walks[figure?.dataset.walk ?? ''];
    if (!figure || !steps) continue;
    const pages = steps.map((step, i) => {
      const page = section.cloneNode(true) as HTMLElement;
      const copy = page.querySelector<HTMLElement>('[data-walk]') as HTMLElement;
      for (const fragment of copy.querySelectorAll('[data-walk-step]')) fragment.remove();
      delete copy.dataset.walk;
      const walk = new Walk(copy, [step]);
      walk.follow();
      // The speaker's words are needed once.
      if (i > 0) page.querySelector('aside.notes')?.remove();
      return page;
    });
    section.replaceWith(...pages);
  }
}
