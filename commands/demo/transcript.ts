import { type Style, wrap } from '../../checks/engine/report/style.ts';
import type { Demo } from './demo.ts';
import { wireOf } from './model.ts';
import { inPlainWords, type Listener, Play } from './play.ts';
import { wireRows } from './wire_rows.ts';

/** Columns of the text. */
const WIDTH = 80;

/** Plays a demo to its end without a person, and prints every step; gives whether it went as it should. */
export async function rehearse(
  demo: Demo,
  {
    root,
    style,
    write,
    told,
  }: { root: string; style: Style; write: (text: string) => void; told?: Partial<Listener> },
): Promise<boolean> {
  const began = performance.now();
  write(`${style.strong(`${demo.name} · ${demo.title}`)}\n${wrap(demo.about, '', WIDTH)}\n`);
  let number = 0;
  const play: Play = new Play(demo, {
    root,
    auto: true,
    changed: () => {},
    told: {
      ...told,
      act: (act, count) => {
        told?.act?.(act, count);
        number = 0;
        const part = demo.acts.length > 1 ? `Part ${count}: ` : '';
        write(`\n${style.strong(`${part}${act.title}`)}\n`);
      },
      step: (step, stage) => {
        told?.step?.(step, stage);
        number += 1;
        const lead = `${String(number).padStart(2)}  `;
        const said = wrap(step.say, '    ', WIDTH).slice(4);
        const ask = step.ask ? `${style.warn(wrap(`? ${step.ask}`, '    ', WIDTH))}\n` : '';
        write(`${style.dim(lead)}${said}\n${ask}`);
        const wire = wireOf(stage, play.act, play.fresh);
        const { rows, fresh } = wireRows({ ...wire, held: [] }, WIDTH - 6, style);
        write(
          rows
            .slice(fresh)
            .map((row) => `      ${row}\n`)
            .join(''),
        );
        if (step.action?.do === 'read') write(printedLines(stage.printed(step.action.from)));
      },
    },
  });
  const where = () => `part ${play.actNumber}, step ${number + 1}`;
  try {
    do await play.next();
    while (!play.over);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    write(`\n${style.good(`✔ ${demo.name}`)} ${style.dim(`(${seconds} s)`)}\n`);
    return true;
  } catch (error) {
    write(`\n${style.bad(wrap(`✘ ${demo.name}, ${where()}: ${inPlainWords(error)}`, '', WIDTH))}\n`);
    return false;
  } finally {
    await play.close();
  }
}

const printedLines = (text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `      │ ${line}\n`)
    .join('');
