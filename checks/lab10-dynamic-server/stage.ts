import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Random } from '../engine/random.ts';
import { type Site, targetOf } from '../engine/site/site.ts';
import { OUTPUTS } from './outputs.ts';
import * as texts from './script_texts.ts';

/**
 * Two scripts that hang, each with the file that it writes: checks that start a program of their own run
 * side by side with the others, and the two must not get in each other's way.
 */
export type HangingScript = 'hangs' | 'hangs-too';

/** What the checks know about the site of this run. */
export interface Stage {
  site: Site;
  /** A word that stands in the source of every script, and in nothing that one prints. */
  mark: string;
  /** A word that is part of every name. */
  word: string;
  /** What the script `hello` prints behind its head. */
  greeting: string;
  /** What each of the scripts prints that only print. */
  outputs: ReadonlyMap<string, Buffer>;
  /** Files outside the web root that scripts make or wait for. */
  files: Readonly<Record<'started' | 'gate' | 'canary' | HangingScript, string>>;
  /** What one script says on standard error. */
  complaint: string;
  /** The name of the script beside the web root and in the folder beside it. */
  outside: string;
}

const stages = new WeakMap<Site, Stage>();

export function stageOf(site: Site): Stage {
  const stage = stages.get(site);
  if (!stage) throw new Error('this site was made by somebody else');
  return stage;
}

/** The name of a script of the site, in its folder. */
export const scriptFile = ({ word }: Stage, name: string, language: string = texts.LANGUAGE): string =>
  `${name}-${word}.${language}`;

/** The target that asks for a script. */
export const scriptTarget = (stage: Stage, name: string, language?: string): string =>
  targetOf(`cgi-bin/${scriptFile(stage, name, language)}`);

/** A name that has to be percent-encoded in a target. */
export const ODD_NAME = 'two words é';

/** The course's tsx, for servers that start a script by its first line; they need not have it on their PATH. */
function tsx(): string {
  try {
    const file = join(dirname(createRequire(import.meta.url).resolve('tsx/package.json')), '../.bin/tsx');
    // What such a line may hold has its limits.
    if (file.length < 120 && !file.includes(' ')) return file;
  } catch {} // this code lies where the packages of the course cannot be found
  return '/usr/bin/env tsx';
}

const FIRST_LINE = {
  sh: '#!/bin/sh',
  mjs: '#!/usr/bin/env node',
  js: '#!/usr/bin/env node',
  ts: `#!${tsx()}`,
  py: '#!/usr/bin/env python3',
};
type Language = keyof typeof FIRST_LINE;

/** The same small program in every language of the handout. */
export const LANGUAGES: Readonly<Record<Language, (text: string) => string>> = {
  mjs: (text) =>
    `import process from 'node:process';\nprocess.stdout.write('Content-Type: text/plain\\n\\n${text}\\n');`,
  js: (text) => `console.log('Content-Type: text/plain\\n');\nconsole.log('${text}');`,
  ts: (text) =>
    `const text: string = '${text}';\nconsole.log('Content-Type: text/plain\\n');\nconsole.log(text);`,
  py: (text) => `print("Content-Type: text/plain\\n")\nprint("${text}")`,
  sh: (text) => `printf 'Content-Type: text/plain\\n\\n'\necho '${text}'`,
};

/** Fills the web root: scripts in cgi-bin, two files elsewhere, and scripts outside that nobody may run. */
export function fillSite(site: Site, random: Random): void {
  const word = random.word(5);
  const mark = `source-${random.word(20)}`;
  const backstage = join(site.around, texts.BACKSTAGE);
  mkdirSync(backstage);
  const aside = (name: string) => join(backstage, name);
  const files = {
    started: aside('started'),
    gate: aside('gate'),
    hangs: aside('hangs'),
    'hangs-too': aside('hangs-too'),
    canary: aside(`canary-${word}`),
  };
  const greeting = `Hello, ${word}. Ça va?\n`;
  const outputs = new Map<string, Buffer>();
  const complaint = `complaint-${random.word(10)}`;
  const outside = `outside-${word}.${texts.LANGUAGE}`;
  const stage: Stage = { site, mark, word, greeting, outputs, files, complaint, outside };
  stages.set(site, stage);

  const write = (name: string, text: string, language: Language = texts.LANGUAGE) => {
    const comment = language === 'sh' || language === 'py' ? '#' : '//';
    const file = `cgi-bin/${scriptFile(stage, name, language)}`;
    site.write(file, `${FIRST_LINE[language]}\n${comment} ${mark}\n${text}\n`);
    chmodSync(join(site.root, file), 0o755);
  };
  const script = (name: string, text: texts.ScriptText) => write(name, text[texts.LANGUAGE]);

  for (const [name, make] of Object.entries(OUTPUTS)) {
    const bytes = Buffer.from(make(stage, random));
    outputs.set(name, bytes);
    writeFileSync(aside(name), bytes);
    script(name, texts.prints(name));
  }
  script(ODD_NAME, texts.prints('hello'));
  script('environment', texts.printsEnvironment);
  script('query', texts.printsQuery);
  script('folder', texts.printsFolder);
  script('echo', texts.echoes('content'));
  script('echo-at-once', texts.echoesAtOnce);
  script('reads-to-end', texts.readsToEnd);
  script('slow', texts.waitsFor('started', 'gate', `slow ${word}`));
  script('hangs', texts.hangs('hangs'));
  script('hangs-too', texts.hangs('hangs-too'));
  script('fails', texts.failsAfter(complaint));
  script('killed', texts.isKilled());
  script('killed-late', texts.isKilled('half'));
  script('says-nothing', texts.saysNothing);
  writeFileSync(aside('noise'), `${complaint} ${'noise '.repeat(10)}\n`.repeat(12_000)); // 1 MB
  script('noisy', texts.complains('noise', `noisy ${word}`));
  writeFileSync(aside('line'), `${complaint}\n`);
  script('complains', texts.complains('line', `complains ${word}`));
  for (const [language, text] of Object.entries(LANGUAGES)) {
    write('language', text(`hello from ${language} ${word}`), language as Language);
  }

  // Not scripts, though they look like some.
  site.write(`cgi-bin/prices-${word}.txt`, `${mark}\n`);
  site.write(
    `tools-${word}/tool.${texts.LANGUAGE}`,
    texts.leavesTrace(files.canary, site.secret)[texts.LANGUAGE],
  );
  site.write(`text-${word}/hello.txt`, `A file, no script. ${random.word(12)}\n`);

  // What lies outside the web root runs for nobody.
  for (const folder of ['.', site.sibling]) {
    const file = join(site.around, folder, outside);
    writeFileSync(
      file,
      `${FIRST_LINE[texts.LANGUAGE]}\n${texts.leavesTrace(files.canary, site.secret)[texts.LANGUAGE]}\n`,
    );
    chmodSync(file, 0o755);
  }
  try {
    symlinkSync(join('../..', outside), join(site.root, 'cgi-bin', scriptFile(stage, 'link')));
  } catch {} // Windows may not allow it; the check then has nothing to look at
}

/** Takes away files that scripts have left in an earlier try. */
export function clean({ files }: Stage, ...names: (keyof Stage['files'])[]): void {
  for (const name of names) rmSync(files[name], { force: true });
}
