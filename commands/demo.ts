import { resolve } from 'node:path';
import { COLOUR, NO_COLOUR, type Style, wantsColour } from '../checks/engine/report/style.ts';
import { type CommandContext, EXIT, whereTyped } from './command.ts';
import type { Demo } from './demo/demo.ts';
import { DEMOS } from './demo/demos.ts';
import { type Frame, frame } from './demo/frame.ts';
import { onPage } from './demo/on_page.ts';
import { inPlainWords } from './demo/play.ts';
import { removeLeftovers } from './demo/programs.ts';
import { DemoRecorder } from './demo/recording.ts';
import type { Show } from './demo/show.ts';
import { kept, showDemos } from './demo/showing.ts';
import { rehearse } from './demo/transcript.ts';
import { leaveNothingBehind } from './leaving.ts';
import { nearest } from './nearest.ts';
import { widthOf } from './talk/rows.ts';
import { type DescribedOptions, optionHelp, parseCommandLine, UsageError } from './usage.ts';
import { Terminal } from './watch/terminal.ts';
import { whyNotSave } from './wire/recorder.ts';

const OPTIONS = {
  page: { type: 'boolean', help: 'for the projector: show it in the browser, in large type' },
  'no-open': { type: 'boolean', help: 'with --page: do not open the browser' },
  auto: { type: 'boolean', help: 'rehearse: every step without a key, as text' },
  record: {
    type: 'string',
    value: 'FILE',
    help: 'keep what was sent, and what was said, in a file, as JSON',
  },
  color: { type: 'boolean', help: 'use colours also where the output is no terminal' },
  'no-color': { type: 'boolean', help: 'no colours' },
  help: { type: 'boolean', short: 'h', help: 'show this' },
} as const satisfies DescribedOptions;

const HELP = `npm run demo                  all demos
npm run demo echo             one of them, step by step: each key press lets one event through
npm run demo echo -- --page   the same on a page in the browser, for the projector
npm run demo -- --auto all    rehearse all of them

A real client and a real server, and between them every connection, every chunk of
bytes and every end waits until the key is pressed.

${optionHelp(OPTIONS)}`;

/** `npm run demo`: shows in front of a class what a client and a server do. */
export async function main({ root, args }: CommandContext): Promise<number> {
  try {
    const { values, positionals } = parseCommandLine(args, OPTIONS);
    const wishes = values['no-color'] ? false : values.color;
    const style = (wishes ?? wantsColour(process.env, process.stdout.isTTY)) ? COLOUR : NO_COLOUR;
    if (values.help) {
      console.log(HELP);
      return EXIT.pass;
    }
    const demos = demosNamed(positionals);
    if (demos.length === 0) {
      if (values.auto || values.page || values.record !== undefined)
        throw new UsageError(
          values.page
            ? 'Which demo? Name one: npm run demo echo -- --page'
            : 'Which demo? Name one, or all: npm run demo -- --auto all',
        );
      console.log(listOfDemos(style));
      return EXIT.pass;
    }
    const file = values.record === undefined ? undefined : resolve(whereTyped(), values.record);
    if (file !== undefined && demos.length > 1)
      throw new UsageError('One file holds one demo. Name it: npm run demo echo -- --record echo.json');
    const whyNot = file && whyNotSave(file);
    if (whyNot) throw new UsageError(whyNot);
    if (values.page) return await onPage(root, onlyOne(demos, values.auto), file, !values['no-open']);
    leaveNothingBehind();
    process.on('exit', removeLeftovers);
    if (values.auto) return await onPaper(root, demos, file, style);
    const demo = onlyOne(demos);
    const atTerminal = Boolean(process.stdin.isTTY && process.stdout.isTTY && process.env.TERM !== 'dumb');
    if (!atTerminal) {
      throw new UsageError(
        `A demo needs a terminal with keys. Without one it can be rehearsed: npm run demo ${demo.name} -- --auto`,
      );
    }
    return await onScreen(root, demo, file, style);
  } catch (error) {
    // On the projector no stack trace is of any use.
    console.error(inPlainWords(error));
    if (!(error instanceof UsageError)) return EXIT.checker;
    console.error('For all options: npm run demo -- --help');
    return EXIT.usage;
  }
}

function onlyOne([demo, ...more]: readonly Demo[], auto = false): Demo {
  if (auto) throw new UsageError('A rehearsal is text, and has no page: leave out --auto or --page.');
  if (!demo || more.length > 0)
    throw new UsageError('One after the other: npm run demo echo, and then the key n.');
  return demo;
}

function demosNamed(names: readonly string[]): readonly Demo[] {
  if (names.includes('all')) return DEMOS;
  return names.map((name) => {
    const demo = DEMOS.find((one) => one.name === name.toLowerCase());
    if (demo) return demo;
    const known = DEMOS.map((one) => one.name);
    const near = nearest(name, [...known, 'all']);
    throw new UsageError(
      `There is no demo '${name}'.${near ? ` Did you mean ${near}?` : ''} All demos: ${known.join(' ')}`,
    );
  });
}

function listOfDemos(style: Style): string {
  const width = Math.max(...DEMOS.map(({ name }) => name.length));
  const titles = Math.max(...DEMOS.map(({ title }) => widthOf(title)));
  const rows = DEMOS.map(({ name, title, minutes, about }) => {
    const line = `${style.strong(name.padEnd(width))}  ${title.padEnd(titles)}  ${style.dim(`${minutes} min`)}`;
    return `${line}\n${' '.repeat(width + 2)}${style.dim(about)}`;
  });
  return `${rows.join('\n')}\n\nTo show one: npm run demo echo      To rehearse all: npm run demo -- --auto all`;
}

/** Every step as text, one demo after the other. */
async function onPaper(
  root: string,
  demos: readonly Demo[],
  file: string | undefined,
  style: Style,
): Promise<number> {
  const failed: string[] = [];
  for (const [i, demo] of demos.entries()) {
    const recorder = file === undefined ? undefined : new DemoRecorder(demo);
    if (i > 0) console.log('\n');
    const good = await rehearse(demo, {
      root,
      style,
      write: (text) => process.stdout.write(text),
      ...(recorder && { told: recorder.listener }),
    });
    if (!good) failed.push(demo.name);
    if (recorder && file) console.log(kept(recorder, file));
  }
  if (demos.length > 1) {
    const count = `${demos.length - failed.length} of ${demos.length} demos went as they should`;
    console.log(`\n${count}${failed.length > 0 ? `; not: ${failed.join(' ')}` : ''}.`);
  }
  return failed.length > 0 ? EXIT.fail : EXIT.pass;
}

/** A screen with keys; resolves when the lecturer leaves. */
async function onScreen(root: string, first: Demo, file: string | undefined, style: Style): Promise<number> {
  let show: Show;
  let shown: Frame | undefined;
  const draw = () => {
    const { columns, rows } = terminal;
    shown = frame(show.model, { columns, rows, style, keys: show.keys });
    terminal.draw(shown.lines);
  };
  const terminal: Terminal = new Terminal((key) => {
    const moves: Record<string, number> = { up: -1, down: 1 };
    const move = moves[key];
    if (move !== undefined) show.scroll(move, shown?.scroll ?? 0);
    else void show.press(key);
  }, draw);
  const failed = (error: unknown) => {
    terminal.close();
    console.error(inPlainWords(error));
    process.exit(EXIT.checker);
  };
  process.on('uncaughtException', failed);
  process.on('unhandledRejection', failed);
  const { demo, said } = await showDemos(root, first, file, {
    begin: (one) => {
      show = one;
      terminal.open();
    },
    changed: draw,
    end: () => terminal.close(),
  });
  if (said) console.log(said);
  console.log(`To show it again: npm run demo ${demo.name}`);
  process.exit(EXIT.pass);
}
