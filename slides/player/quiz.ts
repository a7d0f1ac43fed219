import type Reveal from 'reveal.js';

/** The answers of a quiz are lit as long as its reason is shown. */
export function answerQuizzes(deck: InstanceType<typeof Reveal>): void {
  const set = (on: boolean) => (event: unknown) => {
    for (const fragment of fragmentsOf(event)) {
      if (fragment.matches('[data-quiz]')) fragment.closest('.quiz')?.classList.toggle('answered', on);
    }
  };
  deck.on('fragmentshown', set(true));
  deck.on('fragmenthidden', set(false));
  for (const reason of document.querySelectorAll('.quiz .why.visible')) {
    reason.closest('.quiz')?.classList.add('answered');
  }
}

/** The fragments that an event of reveal.js is about. */
export const fragmentsOf = (event: unknown): HTMLElement[] => {
  const { fragments, fragment } = event as { fragments?: HTMLElement[]; fragment?: HTMLElement };
  return fragments ?? (fragment ? [fragment] : []);
};
