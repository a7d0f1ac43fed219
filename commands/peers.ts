// `npm run peers`: runs the checks against real programs that we did not write, as far as they are
// installed, and rewrites the table in checks/PEERS.md. For authors.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { $ } from 'zx';
import type { LabResult } from '../checks/engine/events.ts';
import { HTTP_PEERS } from '../checks/testing/http_peers.ts';
import { loadedLabs, ROOT, resultOf } from '../checks/testing/labs.ts';
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

const VERDICT = { pass: 'pass', fail: '**fail**', error: 'error', skipped: 'skipped' } as const;

function section(peer: Peer, version: string, result: LabResult): string {
  const rows = result.checks.map((check) => {
    const why = check.finding
      ? `${check.finding.diagnosis}: ${firstSentence(check.finding.message)}`
      : (check.reason ?? '');
    return `| ${check.id} | ${check.tier} | ${VERDICT[check.verdict]} | ${steady(why)} |`;
  });
  const note = peer.expected[0] === undefined ? '' : `\n${peer.why}\n`;
  return `## ${peer.name} ${version}, as ${result.lab}\n\n\`--cmd '${peer.command}'\`: ${result.score} of ${result.maxScore} points, bonus ${result.bonusScore} of ${result.maxBonusScore}.\n${note}\n| check | tier | verdict | why |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

const firstSentence = (text: string): string => text.split('\n')[0]?.replace(/(?<=[.;]) .*$/, '') ?? '';

/** Without what differs from run to run. */
const steady = (text: string): string =>
  text
    .replaceAll(folder, '…')
    .replaceAll(/\b\d{5}\b/g, 'PORT')
    .replaceAll(/\b\d+\.\d s\b/g, '… s')
    .replaceAll('|', '\\|');

const sections: string[] = [];
const missing: string[] = [];
let surprises = 0;
for (const peer of [...PEERS, ...HTTP_PEERS]) {
  const entry = labs.find((lab) => lab.id === peer.lab);
  if (!entry) continue; // a lab that is still to be written
  const version = await versionOf(peer);
  if (version === undefined) {
    missing.push(peer.name);
    console.log(`- ${peer.name}: not installed`);
    continue;
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
    `${surprise.length === 0 ? '✔' : '✘'} ${peer.name} ${version}: fails ${failing.join(' ') || 'nothing'}`,
  );
  sections.push(section(peer, version, result));
}
rmSync(folder, { recursive: true });

if (process.argv.includes('--check')) process.exitCode = surprises > 0 ? 1 : 0;
else {
  writeFileSync(
    join(ROOT, 'checks/PEERS.md'),
    `# Programs that we did not write, before our checks\n\nWritten by \`npm run peers\`. Every verdict was compared with what the program really does; where one\nfails, the reason in the table is true. Not installed when this was written: ${[...new Set(missing)].join(', ') || 'none'}.\n\n${sections.join('\n')}`,
  );
  console.log(`checks/PEERS.md written: ${sections.length} programs`);
}
