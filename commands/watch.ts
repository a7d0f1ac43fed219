import { basename } from 'node:path';
import { Standby } from '../checks/engine/program/standby.ts';
import { COLOUR, NO_COLOUR, type Style, wantsColour } from '../checks/engine/report/style.ts';
import { CHECK_OPTIONS } from './check_request.ts';
import { type CommandContext, EXIT, whereTyped } from './command.ts';
import { allLabs, type LabEntry, labNamed } from './labs.ts';
import { leaveNothingBehind } from './leaving.ts';
import { readProgress } from './progress.ts';
import { reportSetting } from './report_setting.ts';
import { SavedFiles } from './saved_files.ts';
import { nextLab } from './standing.ts';
import { startByHand } from './start_by_hand.ts';
import { type DescribedOptions, optionHelp, parseCommandLine, UsageError } from './usage.ts';
import { type Frame, frame } from './watch/frame.ts';
import { PlainWatch } from './watch/plain.ts';
import { Session, type SessionSetting, type Watched } from './watch/session.ts';
import { Terminal } from './watch/terminal.ts';
import { watchedLab } from './watch/watched.ts';

const OPTIONS = {
  manual: { type: 'boolean', help: 'do not look for saves: check when r or Enter is pressed' },
  bonus: CHECK_OPTIONS.bonus,
  file: { ...CHECK_OPTIONS.file, help: 'watch another file than the one in labs/' },
  cmd: { ...CHECK_OPTIONS.cmd, help: 'watch a program in any language: "python3 server.py {port}"' },
  port: CHECK_OPTIONS.port,
  color: CHECK_OPTIONS.color,
  'no-color': CHECK_OPTIONS['no-color'],
  help: CHECK_OPTIONS.help,
} as const satisfies DescribedOptions;

const HELP = `npm run watch          check on every save, from the first lab not passed
npm run watch lab06    one lab

The screen shows which keys do something. The terminal is given back by q.

${optionHelp(OPTIONS)}`;

/** `npm run watch`: checks a lab on every save, on a screen with keys. */
export async function main({ root, args, load }: CommandContext): Promise<number> {
  try {
    const { values, positionals } = parseCommandLine(args, OPTIONS);
    if (values.help) {
      console.log(HELP);
      return EXIT.pass;
    }
    const entry = firstLab(root, positionals);
    if (!entry) {
      console.log('All labs are passed. To watch one of them: npm run watch lab01');
      return EXIT.pass;
    }
    const open = (lab: LabEntry, program = {}) => watchedLab(root, lab, load, program, whereTyped());
    const watched = await open(entry, values);
    leaveNothingBehind();
    const standby = new Standby(root);
    process.on('exit', () => standby.close());
    const common = {
      root,
      standby,
      bonus: values.bonus ?? false,
      manual: values.manual ?? false,
      open,
    };
    const atTerminal = Boolean(process.stdin.isTTY && process.stdout.isTTY && process.env.TERM !== 'dumb');
    const wishes = values['no-color'] ? false : values.color;
    const style = (wishes ?? wantsColour(process.env, process.stdout.isTTY)) ? COLOUR : NO_COLOUR;
    return await (atTerminal ? onScreen : onPaper)(common, watched, style);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\nFor all options: npm run watch -- --help`);
    return EXIT.usage;
  }
}

/** A save that comes in two steps is checked twice, the first time only until the second step. */
const SETTLED_MS = 8;

type Common = Pick<SessionSetting, 'root' | 'standby' | 'bonus' | 'manual' | 'open'>;

function firstLab(root: string, names: readonly string[]): LabEntry | undefined {
  const labs = allLabs(root);
  const [name, ...more] = names;
  if (more.length > 0)
    throw new UsageError('Watch one lab, and go on to the next with a key: npm run watch lab06');
  return name === undefined ? nextLab(labs, readProgress(root)) : labNamed(labs, name);
}

/** Looks for saves in the folders of the program that is watched now. */
class Saves {
  readonly #saved: () => void;
  #files: SavedFiles | undefined;

  constructor(saved: () => void) {
    this.#saved = saved;
  }

  watch({ entry, folders, sources }: Watched): void {
    this.#files?.close();
    const places = folders.map((folder) => ({
      name: entry.id,
      folder,
      files: () => sources().map((path) => basename(path)),
    }));
    this.#files = new SavedFiles(places, () => this.#saved(), SETTLED_MS);
  }

  close(): void {
    this.#files?.close();
  }
}

/** A screen of its own, with keys; resolves when the person leaves. */
async function onScreen(common: Common, first: Watched, style: Style): Promise<number> {
  let shown: Frame | undefined;
  const draw = () => {
    const { lab, target } = session.watched;
    shown = frame(session.model, {
      style,
      columns: terminal.columns,
      rows: terminal.rows,
      links: style === COLOUR,
      kind: lab.kind,
      diagnoses: lab.diagnoses ?? {},
      repeat: undefined,
      hint: undefined,
      ...startByHand(lab, target),
    });
    terminal.draw(shown.lines);
  };
  let leave = () => {};
  const leaving = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const terminal = new Terminal((name) => {
    const page = shown?.page ?? 1;
    const moves: Record<string, number> = {
      up: -1,
      down: 1,
      pageup: -page,
      pagedown: page,
      home: -1e6,
      end: 1e6,
    };
    const move = moves[name];
    if (move !== undefined) session.scroll(move, shown?.scroll);
    else if (name === 'q!') leave();
    else void session.press(name);
  }, draw);
  const saves = new Saves(() => session.saved());
  const session: Session = new Session(
    {
      ...common,
      changed: draw,
      moved: (watched) => !common.manual && saves.watch(watched),
      quit: () => leave(),
    },
    first,
  );
  terminal.open();
  if (!common.manual) saves.watch(first);
  session.run();
  await leaving;
  terminal.close();
  saves.close();
  await session.close();
  const { lab, labs } = session.model;
  const passed = labs.filter((one) => one.passed).length;
  console.log(`${passed} of ${labs.length} labs passed. To go on with ${lab.id}: npm run watch ${lab.id}`);
  process.exit(EXIT.pass);
}

/** No terminal: one report below the other. */
async function onPaper(common: Common, first: Watched, style: Style): Promise<number> {
  const { root, manual } = common;
  const paper = new PlainWatch(() => reportSetting(root, session.watched, { style }));
  const saves = new Saves(() => session.saved());
  const never = () => {};
  const session: Session = new Session(
    { ...common, told: paper.on, changed: never, moved: never, quit: never },
    first,
  );
  console.log(
    manual
      ? 'No terminal, so no keys: each line on standard input checks again.'
      : 'No terminal, so no keys: each save checks again. Ctrl-C ends it.',
  );
  session.run();
  if (manual) {
    await PlainWatch.lines(session);
    process.exit(EXIT.pass);
  }
  saves.watch(first);
  return new Promise(never); // a signal ends it
}
