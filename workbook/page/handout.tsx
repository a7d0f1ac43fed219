import { useEffect, useRef, useState } from 'preact/hooks';
import type { Handout } from '../server/api.ts';
import { go } from './hooks.ts';
import { handoutRoute, parseRoute } from './route.ts';
import { showHeading } from './scroll.ts';
import { server } from './server.ts';
import { TEXTS } from './texts.ts';

export interface HandoutProps {
  lab: string;
  /** Grows when the file has changed. */
  version: number;
  /** The heading to show. */
  anchor: string | undefined;
}

/** A handout as the server renders it, with its contents on top. */
export function HandoutView({ lab, version, anchor }: HandoutProps) {
  const [handout, setHandout] = useState<Handout>();
  const [problem, setProblem] = useState('');
  const [attempt, setAttempt] = useState(0);
  const article = useRef<HTMLElement>(null);

  useEffect(() => {
    let current = true;
    server.handout(lab).then(
      (got) => {
        if (!current) return;
        setHandout(got);
        setProblem('');
      },
      (error: Error) => current && setProblem(error.message),
    );
    return () => {
      current = false;
    };
  }, [lab, version, attempt]);
  useEffect(() => {
    if (!handout || !anchor) return;
    showHeading(article.current?.querySelector(`#${CSS.escape(anchor)}`));
  }, [handout?.lab, anchor]);

  if (problem && !handout) {
    return (
      <div class="notice">
        <p>
          {TEXTS.lab.noHandout} {problem}
        </p>
        <button type="button" onClick={() => setAttempt(attempt + 1)}>
          {TEXTS.lab.again}
        </button>
      </div>
    );
  }
  if (!handout) return <p class="notice">{TEXTS.loading}</p>;
  const chapters = handout.headings.filter(({ level }) => level === 2);
  const { name, date } = TEXTS.lab.worksheet;
  return (
    <>
      <p class="worksheet-head" aria-hidden="true">
        <span>{name}</span>
        <span>{date}</span>
      </p>
      <div class="handout-head">
        {chapters.length > 2 ? (
          <details class="contents">
            <summary>{TEXTS.lab.contents}</summary>
            <ul>
              {chapters.map(({ id, text }) => (
                <li key={id}>
                  <a href={`/${lab}#${id}`} data-lab={lab} data-anchor={id} onClick={follow}>
                    {text}
                  </a>
                </li>
              ))}
            </ul>
          </details>
        ) : null}
        <button type="button" class="quiet print-button" onClick={() => window.print()}>
          {TEXTS.lab.print}
        </button>
      </div>
      {problem ? (
        <p class="problem" role="status">
          {problem} {TEXTS.lab.oldHandout}
        </p>
      ) : null}
      <Html html={handout.html} article={article} />
    </>
  );
}

function Html({ html, article }: { html: string; article: { current: HTMLElement | null } }) {
  useEffect(() => {
    const element = article.current;
    element?.addEventListener('click', follow);
    return () => element?.removeEventListener('click', follow);
  }, [article]);
  // The server has made it safe, see workbook/server/markdown.ts.
  return <article class="handout" ref={article} dangerouslySetInnerHTML={{ __html: html }} />;
}

/** Links between handouts stay within the page. */
function follow(event: MouseEvent): void {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-lab]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  const { lab = '', anchor } = link.dataset;
  const [to, here] = [handoutRoute(lab, anchor), parseRoute(location.hash)];
  const stays = to.view === 'lab' && here.view === 'lab' && to.lab === here.lab && here.check;
  go(stays ? { ...to, check: stays } : to);
  // The same place once more is no new route.
  if (anchor) showHeading(document.getElementById(anchor));
}
