import { isAbout } from '../marks/marks.ts';
import type { ClassMarks, LabMark, StudentMarks } from '../model.ts';
import { counted, shownPoints, shownTotal, standing } from '../outputs/words.ts';
import type { PageCode } from './bundle.ts';
import { pageDocument } from './document.ts';
import { type Html, html, nameOf } from './html.ts';
import { recordingOf } from './recording.ts';
import { anchorOf, checkPart } from './report_check.ts';
import type { ReportData } from './report_data.ts';
import { sinceDue, time } from './times.ts';

/** What a report must know of the class. */
export type ReportSetting = Pick<
  ClassMarks,
  'title' | 'gradedAt' | 'rules' | 'labs' | 'troubles' | 'protection'
>;

/** `students/ID.html`: everything about one student in one file, which can be mailed and opened anywhere. */
export function studentReport(
  student: StudentMarks,
  setting: ReportSetting,
  code: PageCode['report'],
): string {
  const data: ReportData = {};
  for (const { lab, graded } of student.labs) {
    for (const check of graded?.result.checks ?? []) {
      if (check.verdict !== 'fail' && check.verdict !== 'error') continue;
      const recording = recordingOf(check, `${lab}: ${check.title}`);
      if (recording) data[anchorOf(lab, check.id)] = recording;
    }
  }
  const about = setting.troubles.filter((trouble) => isAbout(trouble, student));
  const body = html`<a class="skip" href="#labs">Skip to the labs</a>
<header class="top">
<p class="course">${setting.title}</p>
<h1>${nameOf(student.name)}</h1>
${facts(student, setting)}
</header>
<main id="labs">
${overview(student, setting)}
${
  about.length > 0 &&
  html`<section class="troubles" aria-labelledby="troubles"><h2 id="troubles">To be looked at</h2><ul>${about.map(
    ({ message, lab }) => html`<li>${lab && html`<b>${lab}</b> `}<bdi>${message}</bdi></li>`,
  )}</ul></section>`
}
${student.labs.map((mark) => labPart(mark, student, setting, data))}
</main>
<footer>Graded ${time(setting.gradedAt)}. ${howApart(setting)}</footer>`;
  const title = `${student.name} · ${setting.title}`;
  return pageDocument({ title, body, data, script: code.script, style: code.style });
}

function facts({ id, submittedAt, total, labs }: StudentMarks, { rules }: ReportSetting): Html {
  const weighted = labs.some(({ lab }) => (rules.labs?.[lab]?.weight ?? 1) !== 1);
  return html`<dl class="facts">
<div class="fact-total"><dt>Total</dt><dd>${shownTotal(total)}</dd></div>
<div><dt>Id</dt><dd>${id}</dd></div>
<div><dt>Handed in</dt><dd>${submittedAt ? time(submittedAt) : 'time not known'}</dd></div>
<div><dt>Labs passed</dt><dd>${labs.filter((mark) => standing(mark) === 'passed').length} of ${labs.length}</dd></div>
</dl>${total === null && html`<p class="hint">One lab could not be graded. That is the machine’s fault, not the program’s: the total follows when it is graded again.</p>`}${
    weighted && html`<p class="hint">The labs do not all count alike; their weights are in the table.</p>`
  }`;
}

const WORDS = { passed: 'passed', failed: 'not passed', missing: 'not handed in', unknown: 'not known' };

function overview({ labs }: StudentMarks, { rules, labs: all }: ReportSetting): Html {
  const weighted = labs.some(({ lab }) => (rules.labs?.[lab]?.weight ?? 1) !== 1);
  const rows = labs.map((mark) => {
    const state = standing(mark);
    const title = all.find(({ id }) => id === mark.lab)?.title ?? '';
    return html`<tr>
<th scope="row"><a href="#${mark.lab}"><span class="lab-id">${mark.lab}</span> ${title}</a></th>
<td><span class="state state-${state}">${WORDS[state]}</span></td>
<td class="number">${mark.points === null ? '–' : shownPoints(mark.points)}</td>
<td class="number of">${shownPoints(mark.maxPoints)}</td>
${weighted && html`<td class="number">× ${shownPoints(rules.labs?.[mark.lab]?.weight ?? 1)}</td>`}
<td class="bar-cell">${mark.points !== null && html`<meter min="0" max="${Math.max(mark.maxPoints, 0.01)}" value="${mark.points}" aria-label="${`${shownPoints(mark.points)} of ${shownPoints(mark.maxPoints)} points`}"></meter>`}</td>
</tr>`;
  });
  return html`<div class="overview" tabindex="0" role="region" aria-label="All labs"><table>
<thead><tr><th scope="col">Lab</th><th scope="col">State</th><th scope="col" class="number">Points</th><th scope="col" class="number of">of</th>${weighted && html`<th scope="col" class="number">Weight</th>`}<td></td></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function labPart(mark: LabMark, student: StudentMarks, setting: ReportSetting, data: ReportData): Html {
  const { lab, graded } = mark;
  const title = setting.labs.find(({ id }) => id === lab)?.title ?? graded?.result.title ?? '';
  const state = standing(mark);
  const points = mark.points === null ? '–' : shownPoints(mark.points);
  let unfolded = false;
  const checks = graded?.result.checks.map((check) => {
    // The first failure is unfolded by itself: it is where to begin.
    const first = !unfolded && check.verdict === 'fail' && check.tier === 'required';
    unfolded ||= first;
    return checkPart(graded, check, first, anchorOf(lab, check.id) in data);
  });
  return html`<section class="lab" id="${lab}" aria-labelledby="${lab}-title">
<div class="lab-head">
<h2 id="${lab}-title"><span class="lab-id">${lab}</span> ${title}</h2>
<p class="lab-points"><b>${points}</b> of ${counted(mark.maxPoints, 'point')}</p>
<span class="state state-${state}">${WORDS[state]}</span>
</div>
${explained(mark, student, setting)}
${graded && graded.result.notes.length > 0 && html`<ul class="notes">${graded.result.notes.map((note) => html`<li><b>Note:</b> <bdi>${note}</bdi></li>`)}</ul>`}
${checks && html`<ol class="checks">${checks}</ol>`}
${graded && html`<p class="program">Program: <code><bdi>${graded.result.program}</bdi></code>, seed ${graded.seed}</p>`}
</section>`;
}

/** How the points came about, in sentences. */
function explained(mark: LabMark, student: StudentMarks, { rules }: ReportSetting): Html {
  const { lab, state, rawPoints, points, maxPoints, bonusPoints, late, graded } = mark;
  const due = rules.labs?.[lab]?.due;
  const lines: (Html | string)[] = [];
  if (state === 'missing') lines.push('Nothing was handed in for this lab, so it counts as 0 points.');
  if (state === 'error') {
    lines.push('This lab could not be graded. That is not the program’s fault: it must be graded again.');
  }
  if (rawPoints !== null && graded) {
    const bonus = bonusPoints > 0 ? `, ${counted(bonusPoints, 'point')} of them for the bonus` : '';
    if (bonus || late)
      lines.push(`The checks give ${shownPoints(rawPoints)} of ${counted(maxPoints, 'point')}${bonus}.`);
  }
  const submittedAt = graded?.submittedAt ?? student.submittedAt;
  if (due && graded && !submittedAt) {
    lines.push(html`Due ${time(due)}. When it was handed in is not known, so nothing is taken off.`);
  } else if (due && submittedAt && late) {
    lines.push(html`Due ${time(due)}, handed in ${time(submittedAt)}: ${sinceDue(late.days, rules.late)}`);
    if (points !== null && late.takenOff > 0) {
      lines.push(`That takes off ${counted(late.takenOff, 'point')}, which leaves ${shownPoints(points)}.`);
    }
  }
  return lines.length > 0 ? html`<p class="explained">${lines.map((line) => html`${line} `)}</p>` : html``;
}

const howApart = ({ protection: { lacks } }: ReportSetting): string =>
  lacks.length > 0
    ? `Every program ran on a copy, but without: ${lacks.join(', ')}.`
    : 'Every program ran apart from all others.';
