import Reveal from 'reveal.js';
import Notes from 'reveal.js/plugin/notes';
import 'reveal.js/reveal.css';
import '../../workbook/page/css/colours.css';
import './theme.css';
import './slide.css';
import './code.css';
import './wire.css';
import './list.css';
import './print.css';
import type { DeckData } from '../build/render_deck.ts';
import { fitWires, followWires } from './fit.ts';
import { CALM } from './motion.ts';
import { startTheme } from './theme.ts';
import { startWalks, unfoldWalks } from './walk.ts';
import { showWires } from './wire.tsx';

declare global {
  interface Window {
    /** `ready` once everything on the slides is drawn; for those who print and test. */
    deckState?: 'ready';
    deck?: InstanceType<typeof Reveal>;
  }
}

const data = JSON.parse(document.getElementById('deck-data')?.textContent ?? 'null') as DeckData | null;
startTheme();
if (data) await start(data);

async function start(data: DeckData): Promise<void> {
  const query = new URLSearchParams(location.search);
  const handout = query.has('handout');
  const paper = handout || query.has('print-pdf');
  // On paper nothing moves: a page for each step.
  if (paper) unfoldWalks(data.walks);
  showWires(data.wires);
  // What is not shown has no size, and what was drawn just now has none before the next frame.
  document.documentElement.classList.add('measuring');
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  for (const slide of document.querySelectorAll('section.slide')) fitWires(slide, paper);
  document.documentElement.classList.remove('measuring');
  if (handout) {
    document.documentElement.classList.add('handout');
    layOutHandout();
  } else {
    const deck = new Reveal({
      plugins: [Notes],
      hash: true,
      width: 1280,
      height: 720,
      margin: 0.03,
      center: false,
      transition: CALM ? 'none' : 'fade',
      transitionSpeed: 'fast',
      slideNumber: 'c/t',
      // The keys do it, and arrows would lie over what is at the bottom.
      controls: false,
      pdfSeparateFragments: false,
      pdfMaxPagesPerSlide: 1,
      totalTime: data.minutes > 0 ? data.minutes * 60 : undefined,
    } as object);
    window.deck = deck;
    await deck.initialize();
    const followWalks = startWalks(data.walks);
    // Whoever jumps to a slide, or comes back to it, finds what its fragments say.
    const follow = () => {
      const slide = deck.getCurrentSlide();
      followWalks(slide);
      followWires(slide);
    };
    for (const event of ['fragmentshown', 'fragmenthidden', 'slidechanged']) deck.on(event, follow);
    follow();
  }
  window.deckState = 'ready';
}

/** Each slide with what is said beside it; steps of a walk have it once. */
function layOutHandout(): void {
  for (const slide of document.querySelectorAll('section.slide')) {
    const row = document.createElement('article');
    const notes = slide.querySelector('aside.notes');
    slide.replaceWith(row);
    row.append(slide, ...(notes ? [notes] : []));
  }
}
