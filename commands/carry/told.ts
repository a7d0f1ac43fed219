import { type Style, WIDTH, wrap } from '../../checks/engine/report/style.ts';
import type { CarryPlan } from './plan.ts';
import type { Todo } from './source_text.ts';

/** What a carry is about, for its report. */
export interface CarryStory {
  first: { id: string; folder: string; passed: boolean };
  second: { id: string; folder: string; title: string };
  plan: CarryPlan;
  /** Names of the files that were put aside, by the names they had. */
  kept: ReadonlyMap<string, string>;
  /** The TODO places of the second starter, with their files. */
  todos: readonly (Todo & { file: string })[];
}

/** What was done, what to look after, and what is to do now. */
export function toldOf(story: CarryStory, style: Style): string {
  const { first, second, plan } = story;
  if (plan.files.every(({ over }) => over === 'same')) {
    return `${second.id} holds what ${first.id} holds already. Nothing was changed.`;
  }
  const parts = [
    `${style.strong(`${first.id} → ${second.id} · ${second.title}`)}\n\n${filesOf(story)}`,
    remarksOf(story, style),
    todosOf(story, style),
    `Then: npm run check ${second.id}`,
  ];
  return parts.filter(Boolean).join('\n\n');
}

function filesOf({ second, plan, kept }: CarryStory): string {
  const room = Math.max(...plan.files.map(({ from }) => from.length));
  return plan.files
    .map(({ from, to, over }) => {
      const way = `  ${from.padEnd(room)} → labs/${second.folder}/${to}`;
      if (over === 'same') return `${way} (the same already)`;
      const aside = kept.get(to);
      return aside === undefined ? way : `${way}\n${' '.repeat(room + 5)}What was there is now ${aside}`;
    })
    .join('\n');
}

function remarksOf({ first, second, plan }: CarryStory, style: Style): string {
  const starters = `labs/.starters/${second.folder}`;
  const remarks: string[] = [];
  if (!first.passed) {
    remarks.push(`${first.id} is not passed yet. What is wrong there has come along.`);
  }
  for (const { file, from } of plan.notFound) {
    remarks.push(`${file} imports '${from}', and there is no such file in labs/${second.folder}.`);
  }
  if (plan.port) {
    const { own, usual } = plan.port;
    remarks.push(
      `Without a port your program listens on ${own}. From ${second.id} on it is ${usual}: see the line with process.env.PORT.`,
    );
  }
  if (plan.newNames.length > 0) {
    remarks.push(
      `In the starter of ${second.id}, and not in your program: ${plan.newNames.join(', ')}. To look at: ${starters}`,
    );
  }
  if (plan.unused.length > 0) {
    const [are, them] = plan.unused.length > 1 ? ['are', 'them'] : ['is', 'it'];
    remarks.push(
      `${plan.unused.join(', ')} of the starter ${are} not used now: your program does not import ${them}.`,
    );
  }
  for (const { file, names, from } of plan.lacking) {
    remarks.push(
      `Before you import ${file}: it needs ${names.join(', ')} from ${from}, and yours has no such thing.`,
    );
  }
  return remarks.map((remark) => style.warn('! ') + wrap(remark, '  ').trimStart()).join('\n');
}

function todosOf({ second, todos }: CarryStory, style: Style): string {
  const several = new Set(todos.map(({ file }) => file)).size > 1;
  const rows = todos.map(({ number, text, file }) => {
    const label = (number === undefined ? '-' : String(number)).padStart(4);
    return `${label}  ${wrap(several ? `${text} (${file})` : text, '', WIDTH - 6).replaceAll('\n', '\n      ')}`;
  });
  const title = `${style.strong(`What is to do in ${second.id}`)}, as its starter says it.`;
  return `${title}\nThe handout: labs/${second.folder}/README.md\n\n${rows.join('\n')}`;
}
