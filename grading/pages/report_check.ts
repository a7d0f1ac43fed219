import type { CheckJson, GradedLab } from '../model.ts';
import { printed } from '../outputs/check_text.ts';
import { shownPoints } from '../outputs/words.ts';
import { type Html, html } from './html.ts';

/** The place of a check on the page: `lab06-content-length`. */
export const anchorOf = (lab: string, check: string): string => `${lab}-${check}`;

const WORDS = { pass: 'passed', fail: 'failed', error: 'could not be tried', skipped: 'skipped' };

/** A check: a line, which unfolds when there is more to say. `wire`: there is something to show of what travelled. */
export function checkPart(graded: GradedLab, check: CheckJson, open: boolean, wire: boolean): Html {
  const { id, title, tier, verdict, points, maxPoints, notHere } = check;
  const worth =
    maxPoints > 0 && !notHere
      ? html`<span class="worth">${shownPoints(points)}<span class="of"> / ${shownPoints(maxPoints)}</span></span>`
      : html`<span class="worth"></span>`;
  const head = html`${sign(verdict)}<span class="check-title">${title}${tier === 'bonus' && html` <span class="tier">bonus</span>`}</span>${worth}`;
  const anchor = anchorOf(graded.lab, id);
  if (verdict === 'pass')
    return html`<li class="check check-pass" id="${anchor}"><div class="check-row">${head}</div></li>`;
  return html`<li class="check check-${verdict}" id="${anchor}"><details${open && html` open`}><summary class="check-row">${head}</summary>
<div class="detail">${detail(graded, check)}${wire && html`<details class="on-the-wire"${open && html` open`}><summary>What travelled, byte by byte</summary><div class="wire-place" data-wire="${anchor}"><p class="no-script">This picture needs JavaScript.</p></div></details>`}</div></details></li>`;
}

function detail(graded: GradedLab, check: CheckJson): Html {
  const { verdict, headline, message, spec, tier, id, maxPoints } = check;
  if (verdict === 'skipped')
    return html`<p>Skipped: <bdi>${message ?? 'a check that it needs failed.'}</bdi></p>`;
  if (verdict === 'error') {
    return html`<p class="machine">This could not be tried, which is not the program’s fault.</p><p class="message"><bdi>${message ?? ''}</bdi></p>`;
  }
  const said = printed(check);
  const bonus = tier === 'bonus' ? ' --bonus' : '';
  return html`${headline !== null && html`<p class="headline"><bdi>${headline}</bdi></p>`}${message !== null && html`<p class="message"><bdi>${message}</bdi></p>`}
${evidence(check)}
${said && html`<details class="printed"${!check.actual && html` open`}><summary>${said.heading.replace(/:$/, '')}</summary><pre tabindex="0">${said.text}</pre></details>`}
<dl class="where"><div><dt>Read</dt><dd><bdi>${spec}</bdi></dd></div>${
    maxPoints > 0 &&
    html`<div><dt>Again</dt><dd><code>npm run check ${graded.lab} -- --check ${id} --seed ${graded.seed}${bonus}</code></dd></div>`
  }</dl>`;
}

function evidence({ expected, actual, at }: CheckJson): Html | false {
  if (expected === null && actual === null) return false;
  return html`<dl class="evidence">${expected !== null && html`<div><dt>expected</dt><dd><code class="bytes"><bdi>${expected}</bdi></code></dd></div>`}${
    actual !== null &&
    html`<div><dt>got</dt><dd>${
      actual === ''
        ? html`<span class="nothing">(nothing)</span>`
        : html`<code class="bytes"><bdi>${actual}</bdi></code>`
    }${at !== null && actual !== '' && html`<span class="place">byte ${at}</span>`}</dd></div>`
  }</dl>`;
}

const PATHS: Readonly<Record<CheckJson['verdict'], string>> = {
  pass: 'M6 10.5l2.8 2.8L14.5 7',
  fail: 'M7 7l6 6M13 7l-6 6',
  error: 'M10 6v5M10 13.6v.4',
  skipped: 'M7 10h6',
};

/** The verdict as a sign, with its word for those who do not see it: as on the page of the workbook. */
const sign = (verdict: CheckJson['verdict']): Html =>
  html`<span class="status status-${verdict}"><svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="8.5"/><path d="${PATHS[verdict]}"/></svg><span class="unseen">${WORDS[verdict]}: </span></span>`;
