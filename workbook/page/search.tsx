import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Found } from '../server/api.ts';
import { handoutRoute, hashOf } from './route.ts';
import { server } from './server.ts';
import { TEXTS } from './texts.ts';
import type { Workbook } from './workbook.ts';

/** The server sends no more than this. */
const MOST_FOUND = 30;

/** Search over all handouts; the arrow keys walk through what was found. */
export function Search({
  input,
  workbook,
}: {
  input: RefObject<HTMLInputElement | null>;
  workbook: Workbook;
}) {
  const [words, setWords] = useState('');
  const [found, setFound] = useState<Found[]>();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (words.trim().length < 2) {
      setFound(undefined);
      return undefined;
    }
    const controller = new AbortController();
    // Not at every letter of a word that is typed quickly.
    const timer = setTimeout(
      () => server.search(words.trim(), controller.signal).then(setFound, () => {}),
      120,
    );
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [words]);

  const close = () => {
    setOpen(false);
    setWords('');
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      close();
      input.current?.blur();
      return;
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const stops = [input.current, ...(box.current?.querySelectorAll('a') ?? [])];
    const at = stops.indexOf(document.activeElement as HTMLAnchorElement);
    stops[Math.min(stops.length - 1, Math.max(0, at + (event.key === 'ArrowDown' ? 1 : -1)))]?.focus();
  };
  const leave = (event: FocusEvent) => {
    if (!box.current?.contains(event.relatedTarget as Node | null)) setOpen(false);
  };
  return (
    <search class="search" ref={box} onKeyDown={onKey} onFocusOut={leave}>
      <input
        ref={input}
        type="search"
        value={words}
        aria-label={TEXTS.search.label}
        placeholder={TEXTS.search.placeholder}
        onInput={(event) => {
          setWords(event.currentTarget.value);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') box.current?.querySelector('a')?.click();
        }}
      />
      <kbd>/</kbd>
      {open && found ? (
        <div class="found">
          <p role="status">
            {found.length === 0
              ? TEXTS.search.none(words)
              : (found.length < MOST_FOUND ? TEXTS.search.found : TEXTS.search.many)(found.length)}
          </p>
          <ul>
            {found.map(({ lab, title, heading, anchor, excerpt }) => (
              <li key={`${lab} ${anchor}`}>
                <a href={hashOf(handoutRoute(lab, anchor))} onClick={close}>
                  <strong>
                    <Marked text={heading} words={words} />
                  </strong>
                  <span class="found-lab">
                    {workbook.lab(lab) ? `${lab} · ` : ''}
                    {title.replace(/^Lab \d\d: /, '')}
                  </span>
                  <span class="found-text">
                    <Marked text={excerpt} words={words} />
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </search>
  );
}

/** A text in which the words that were looked for are marked. */
function Marked({ text, words }: { text: string; words: string }) {
  const wanted = words.split(/\s+/).filter(Boolean).map(literally);
  if (wanted.length === 0) return <>{text}</>;
  // Behind each split at a group stands what the group has matched.
  const parts = text.split(new RegExp(`(${wanted.join('|')})`, 'giu'));
  return <>{parts.map((part, i) => (i % 2 ? <mark key={i}>{part}</mark> : part))}</>;
}

/** A word as a pattern for itself. */
const literally = (word: string): string => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
