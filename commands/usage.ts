import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearest } from './nearest.ts';

/** The person called the command in a way that it does not know; shown as it is, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export type Options = NonNullable<ParseArgsConfig['options']>;

/** An option of a command: how to parse it, and what `--help` says about it. */
export type DescribedOptions = Record<string, Options[string] & { value?: string; help: string }>;

/** Parses a command line; a UsageError names the nearest option when one is not known. */
export function parseCommandLine<Known extends DescribedOptions>(
  args: readonly string[],
  options: Known,
  env: NodeJS.ProcessEnv = process.env,
) {
  const swallowed = Object.keys(options).find(
    (name) => env[`npm_config_${name.replaceAll('-', '_')}`] !== undefined,
  );
  // `npm run check lab01 --solution`: npm takes options in front of -- for its own.
  if (
    swallowed &&
    !args.some((arg) => arg.startsWith(`--${swallowed}`)) &&
    !NPM_HAS_TOO.includes(swallowed)
  ) {
    throw new UsageError(
      `npm kept --${swallowed} for itself. Options come behind two dashes:  npm run … -- --${swallowed}`,
    );
  }
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const unknown = /Unknown option '(-{1,2}[^']+)'/.exec(message)?.[1];
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' && unknown) {
      const known = Object.keys(options).map((name) => `--${name}`);
      const near = nearest(unknown, known);
      throw new UsageError(
        `There is no option ${unknown}.${near ? ` Did you mean ${near}?` : ''} All options: ${known.join(' ')}`,
      );
    }
    const lacking = /Option '(?:-\w, )?--([\w-]+) <value>' argument/.exec(message)?.[1];
    if (lacking)
      throw new UsageError(
        `--${lacking} needs a value behind it: --${lacking} ${options[lacking]?.value ?? '…'}`,
      );
    throw new UsageError(message.split('. To specify')[0] ?? message);
  }
}

/** Options that npm itself knows and sets without being asked. */
const NPM_HAS_TOO = ['json', 'audit', 'color', 'all', 'help', 'force', 'no-color', 'yes'];

/** The list of options for `--help`. */
export function optionHelp(options: DescribedOptions): string {
  const rows = Object.entries(options).map(([name, option]) => [
    `${option.short ? `-${option.short}, ` : ''}--${name}${option.value ? ` ${option.value}` : ''}`,
    option.help,
  ]);
  const width = Math.max(...rows.map(([left = '']) => left.length));
  return rows.map(([left = '', right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}
