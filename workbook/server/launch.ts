import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';

/** A program of the person's desktop: its words, which no shell ever looks at. */
export type Words = readonly [program: string, ...args: string[]];

export interface Desktop {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  /** Whether there is a file; for tests. */
  exists?: (path: string) => boolean;
}

/** Editors that open a window of their own: one that needs the terminal cannot be started from a page. */
const WINDOWED =
  /^(code|code-insiders|codium|vscodium|cursor|windsurf|zed|zeditor|subl|sublime_text|gedit|gnome-text-editor|kate|kwrite|mousepad|pluma|xed|geany|gvim|mvim|mate|bbedit|idea|webstorm|fleet|notepad|notepad\+\+|emacsclient)(\.exe)?$/i;

/** What may open a file for editing, best first. */
export function editors(file: string, desktop: Desktop): Words[] {
  const { platform, env } = desktop;
  const found: Words[] = [];
  for (const name of ['VISUAL', 'EDITOR']) {
    const [program, ...args] = (env[name] ?? '').split(/\s+/).filter(Boolean);
    // `code --wait` waits for git's sake only.
    const kept = args.filter((arg) => arg !== '--wait' && arg !== '-w');
    if (program && WINDOWED.test(basename(program.replaceAll('\\', '/')))) {
      if (!/\.(cmd|bat)$/i.test(program)) found.push([program, ...kept, file]);
    }
  }
  if (platform === 'win32') {
    // Without a shell only the program itself can be started, not the script code.cmd that lies in the path.
    const code = onPath('code.cmd', desktop);
    if (code) found.push([join(code, '..', '..', 'Code.exe'), file]);
    found.push(['notepad.exe', file]);
    return found;
  }
  if (onPath('code', desktop)) found.push(['code', file]);
  if (platform === 'darwin') found.push(['open', '-t', file]);
  else if (hasScreen(env) && onPath('xdg-open', desktop)) found.push(['xdg-open', file]);
  return found;
}

/** What may show an address in the person's browser, best first. */
export function browsers(url: string, desktop: Desktop): Words[] {
  const { platform, env } = desktop;
  if (platform === 'win32') return [['rundll32.exe', 'url.dll,FileProtocolHandler', url]];
  if (platform === 'darwin') return [['open', url]];
  const found: Words[] = [];
  const [browser] = (env.BROWSER ?? '').split(/\s+/).filter(Boolean);
  if (browser && !browser.includes('%')) found.push([browser, url]);
  if (env.WSL_DISTRO_NAME && onPath('wslview', desktop)) found.push(['wslview', url]);
  if (env.WSL_DISTRO_NAME && onPath('rundll32.exe', desktop)) {
    found.push(['rundll32.exe', 'url.dll,FileProtocolHandler', url]);
  }
  if (hasScreen(env) && onPath('xdg-open', desktop)) found.push(['xdg-open', url]);
  return found;
}

/** Starts the first of these that can be started; gives its words, or undefined when none can. */
export async function launchFirst(candidates: readonly Words[]): Promise<Words | undefined> {
  for (const words of candidates) {
    if (await launched(words)) return words;
  }
  return undefined;
}

/** A program that has not failed after this time, in ms, is taken for one that works. */
const FAILS_WITHIN_MS = 1500;

function launched([program, ...args]: Words): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const child = spawn(program, args, {
        stdio: 'ignore',
        detached: process.platform !== 'win32',
        windowsHide: false,
      });
      child.unref();
      const timer = setTimeout(() => resolve(true), FAILS_WITHIN_MS).unref();
      child.once('error', () => {
        clearTimeout(timer);
        resolve(false);
      });
      child.once('exit', (code) => {
        clearTimeout(timer);
        resolve(code === 0);
      });
    } catch {
      resolve(false);
    }
  });
}

const hasScreen = (env: NodeJS.ProcessEnv): boolean => Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);

/** The folder of the search path that holds a program, with its name. */
function onPath(name: string, { platform, env, exists = existsSync }: Desktop): string | undefined {
  const path = env.PATH ?? env.Path ?? '';
  return path
    .split(platform === 'win32' ? ';' : delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find((file) => exists(file));
}
