// `npm run peers`: runs the checks against real programs that we did not write, as far as they are
// installed, and rewrites checks/PEERS.md. `-- --check`: only looks whether something unexpected fails;
// `-- lab09`: only the programs of one lab. For authors.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { $ } from 'zx';
import type { LabResult } from '../checks/engine/events.ts';
import { allChecks } from '../checks/engine/run/run_lab.ts';
import { HTTP_PEERS } from '../checks/testing/http_peers.ts';
import { type LoadedLab, loadedLabs, ROOT, resultOf } from '../checks/testing/labs.ts';
import type { Peer } from '../checks/testing/peer.ts';
import { PEERS } from '../checks/testing/peers.ts';

const labs = await loadedLabs();
const folder = mkdtempSync(join(tmpdir(), 'peers-'));

// A plain user's PATH on Debian lacks the sbin folders, where the servers are.
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/local/sbin:/usr/sbin` };

/** The version that a program tells, or undefined when it is not installed. */
async function versionOf(peer: Peer): Promise<string | undefined> {
  const found = await $({ env, nothrow: true, quiet: true })`command -v ${peer.needs}`;
  if (found.exitCode !== 0) return undefined;
  const { stdout, stderr } = await $({ env, nothrow: true, quiet: true })`bash -c ${peer.version}`;
  return /\d+\.\d+(\.\d+)*/.exec(`${stdout} ${stderr}`)?.[0] ?? '?';
}

const SIGN = { pass: '✔', fail: '✘', error: '!', skipped: '–' } as const;

interface Tried {
  peer: Peer;
  version: string;
  result: LabResult;
}

/** What one lab says about all programs: a table, and then every failure with its reason. */
function section(lab: LoadedLab, tried: readonly Tried[]): string {
  const names = tried.map(({ peer, version }) => `${peer.name} ${version}`.replaceAll('|', '\\|'));
  const rows = allChecks(lab.lab, { kind: 'command', words: [], cwd: '', display: '' }).map((check) => {
    const signs = tried.map(
      ({ result }) => SIGN[result.checks.find(({ id }) => id === check.id)?.verdict ?? 'skipped'],
    );
    return `| ${check.id}${check.tier === 'bonus' ? ' (bonus)' : ''} | ${signs.join(' | ')} |`;
  });
  const points = tried.map(
    ({ result }) => `${result.score} of ${result.maxScore}, ${result.bonusScore} of ${result.maxBonusScore}`,
  );
  return [
    `## ${lab.id}, ${lab.lab.title}`,
    [
      `| check | ${names.join(' | ')} |`,
      `|---|${names.map(() => ':-:').join('|')}|`,
      ...rows,
      `| points, bonus | ${points.join(' | ')} |`,
    ].join('\n'),
    ...tried.map(reasons),
  ].join('\n\n');
}

/** Why a program does not pass, check by check. */
function reasons({ peer, version, result }: Tried): string {
  const failed = result.checks.filter(({ verdict }) => verdict === 'fail' || verdict === 'error');
  const lines = failed.map(
    ({ id, finding, reason }) =>
      `* ${id}: ${finding?.diagnosis ?? 'error'}: ${steady(firstSentence(finding?.message ?? reason ?? ''))}`,
  );
  const why = lines.length > 0 && peer.why ? ` ${peer.why}` : '';
  return `**${peer.name} ${version}** (\`${peer.command}\`)${lines.length === 0 ? ' fails nothing.' : `.${why}`}${lines.length > 0 ? `\n\n${lines.join('\n')}` : ''}`;
}

const firstSentence = (text: string): string => text.split('\n')[0]?.replace(/(?<=[.;]) .*$/, '') ?? '';

/** Without what differs from run to run. */
const steady = (text: string): string =>
  text
    .replaceAll(folder, '…')
    .replaceAll(/\/tmp\/workbook-\w+/g, '…')
    .replaceAll(/\b\d{5}\b/g, 'PORT')
    .replaceAll(/\b\d+\.\d s\b/g, '… s')
    .replaceAll('|', '\\|');

const missing: string[] = [];
const tried: Tried[] = [];
let surprises = 0;

async function tryPeer(peer: Peer): Promise<void> {
  const entry = labs.find((lab) => lab.id === peer.lab);
  if (!entry) return; // a lab that is still to be written
  const version = await versionOf(peer);
  if (version === undefined) {
    missing.push(peer.name);
    console.log(`- ${peer.name}: not installed`);
    return;
  }
  for (const [name, text] of Object.entries(peer.files ?? {})) writeFileSync(join(folder, name), text);
  const words = peer.words.map((word) => word.replaceAll('{folder}', folder));
  const result = await resultOf(entry, { kind: 'command', words, cwd: folder, display: peer.command });
  const failing = result.checks
    .filter((check) => check.verdict === 'fail' || check.verdict === 'error')
    .map(({ id }) => id);
  const surprise = failing.filter((id) => !peer.expected.includes(id));
  surprises += surprise.length;
  console.log(
    `${surprise.length === 0 ? '✔' : '✘'} ${peer.lab} ${peer.name} ${version}: fails ${failing.map((id) => (surprise.includes(id) ? `${id} (not expected)` : id)).join(' ') || 'nothing'}`,
  );
  tried.push({ peer, version, result });
}

// Two at a time: most of it is waiting.
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const all = [...PEERS, ...HTTP_PEERS].filter(({ lab }) => wanted.length === 0 || wanted.includes(lab));
const left = [...all];
const worker = async () => {
  for (let peer = left.shift(); peer; peer = left.shift()) await tryPeer(peer);
};
await Promise.all([worker(), worker()]);
rmSync(folder, { recursive: true });

if (process.argv.includes('--check') || wanted.length > 0) process.exitCode = surprises > 0 ? 1 : 0;
else {
  tried.sort((a, b) => all.indexOf(a.peer) - all.indexOf(b.peer));
  const sections = labs.flatMap((lab) => {
    const own = tried.filter(({ peer }) => peer.lab === lab.id);
    return own.length > 0 ? [section(lab, own)] : [];
  });
  writeFileSync(
    join(ROOT, 'checks/PEERS.md'),
    `# Programs that we did not write, before our checks\n\nWritten by \`npm run peers\`. Every verdict was compared with what the program really does; where one\nfails, the reason is true. ✔ pass, ✘ fail, – skipped (it needs another check, or cannot be made with a\nforeign program). Not installed when this was written: ${[...new Set(missing)].join(', ') || 'none'}.\n\n${sections.join('\n\n')}\n`,
  );
  console.log(`checks/PEERS.md written: ${tried.length} programs`);
}
