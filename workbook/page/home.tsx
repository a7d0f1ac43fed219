import type { CourseLab } from '../server/api.ts';
import { Hero } from './hero.tsx';
import { hashOf } from './route.ts';
import { TEXTS } from './texts.ts';
import type { Workbook } from './workbook.ts';

const words = TEXTS.home;

/** The overview of all labs, with what to do next. */
export function Home({ workbook: { course } }: { workbook: Workbook }) {
  if (!course) return <p class="notice">{TEXTS.loading}</p>;
  const passed = course.labs.filter(({ state }) => state === 'passed').length;
  const next = course.labs.find(({ id }) => id === course.next);
  const fresh = course.labs.every(({ state }) => state === 'new');
  return (
    <div class="home">
      <section class="welcome">
        <div class="welcome-words">
          <h1>{words.heading}</h1>
          <p>{words.intro}</p>
          {next ? (
            <a class="button primary" href={hashOf({ view: 'lab', lab: next.id })}>
              {(fresh ? words.start : words.goOn)(next.id.slice(3), next.title)}
              <span aria-hidden="true"> →</span>
            </a>
          ) : (
            <p class="all-done">{words.done}</p>
          )}
          <div class="home-progress">
            <progress
              value={passed}
              max={Math.max(1, course.labs.length)}
              aria-label={words.passedOf(passed, course.labs.length)}
            />
            <span aria-hidden="true">{words.passedOf(passed, course.labs.length)}</span>
          </div>
        </div>
        <Hero />
      </section>
      <ol class="cards">
        {course.labs.map((lab) => (
          <Card key={lab.id} lab={lab} next={lab.id === course.next} />
        ))}
      </ol>
      <p class="home-foot">
        <a href={hashOf({ view: 'contract' })}>{words.contract}</a>
      </p>
    </div>
  );
}

function Card({ lab, next }: { lab: CourseLab; next: boolean }) {
  const required = lab.checks.filter(({ tier }) => tier === 'required').length;
  const { score, maxScore } = lab;
  return (
    <li class={`card card-${lab.state}${next ? ' card-next' : ''}`}>
      <a href={hashOf({ view: 'lab', lab: lab.id })}>
        <span class="card-number">
          {lab.id.slice(3)} <span class="card-kind">{words.kind[lab.kind]}</span>
        </span>
        <h2>{lab.title}</h2>
        <span class="card-file">{lab.program}</span>
        <span class="card-foot">
          <span class={`state state-${lab.state}`}>
            {next && lab.state === 'new' ? words.next : words.state[lab.state]}
          </span>
          <span>
            {score !== undefined && maxScore !== undefined
              ? words.points(score, maxScore)
              : words.checks(required)}
          </span>
        </span>
      </a>
    </li>
  );
}
