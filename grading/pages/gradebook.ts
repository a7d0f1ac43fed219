import type { ClassMarks } from '../model.ts';
import { plain } from '../outputs/plain.ts';
import { counted, shownTotal } from '../outputs/words.ts';
import type { PageCode } from './bundle.ts';
import { pageDocument } from './document.ts';
import { gradebookData } from './gradebook_data.ts';
import { html } from './html.ts';
import { time } from './times.ts';

/** `gradebook.html`: the whole class on one page; the reports lie beside it, in `students/`. */
export function gradebookPage(marks: ClassMarks, code: PageCode['gradebook']): string {
  const data = gradebookData(marks);
  const { has, lacks } = marks.protection;
  const totals = data.students.flatMap(({ total }) => total ?? []);
  const mean = totals.length > 0 ? totals.reduce((sum, total) => sum + total, 0) / totals.length : null;
  const cells = data.students.flatMap(({ labs }) => labs.map(([state]) => state));
  const count = (wanted: string) => cells.filter((state) => state === wanted).length;
  const unknown = count('unknown');
  const body = html`<a class="skip" href="#marks">Skip to the marks</a>
<header class="top">
<p class="course">Gradebook</p>
<h1><bdi>${marks.title}</bdi></h1>
<dl class="facts">
<div><dt>Students</dt><dd>${data.students.length}</dd></div>
<div><dt>Average total</dt><dd>${mean === null ? '–' : shownTotal(Math.round(mean * 10) / 10)}</dd></div>
<div><dt>Labs passed</dt><dd>${count('passed')} of ${cells.length}</dd></div>
<div><dt>Missing</dt><dd>${count('missing')}</dd></div>
<div${unknown > 0 && html` class="fact-warn"`}><dt>Not known</dt><dd>${unknown}</dd></div>
<div${data.troubles.length > 0 && html` class="fact-warn"`}><dt>Troubles</dt><dd>${
    data.troubles.length > 0 ? html`<a href="#troubles">${data.troubles.length}</a>` : 0
  }</dd></div>
</dl>
</header>
<main id="app"><p class="no-script">The table needs JavaScript. The same numbers are in grades.csv, and the reports in students/ can be read without.</p></main>
<footer><p>Graded ${time(marks.gradedAt)}, seed ${marks.seed}, ${counted(data.labs.length, 'lab')}.</p>
${has.length > 0 && html`<p>What kept the programs apart: ${plain(has.join('; '))}.</p>`}
${lacks.length > 0 && html`<p class="lacks">Without: ${plain(lacks.join('; '))}.</p>`}</footer>`;
  return pageDocument({
    title: `Gradebook · ${marks.title}`,
    body,
    data,
    script: code.script,
    style: code.style,
  });
}
