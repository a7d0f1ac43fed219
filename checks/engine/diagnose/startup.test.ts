import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { CATALOGUE, headline } from './catalogue.ts';
import { endedFinding, lineToChange, notListeningFinding } from './startup.ts';

const folder = mkdtempSync(join(tmpdir(), 'startup-'));
afterAll(() => rmSync(folder, { recursive: true }));
const source = join(folder, 'server.ts');
writeFileSync(
  source,
  "// port 8000 in a comment\nconst port = 8000;\nconst other = 18000;\nserver.listen(port, '::1');\n",
);

test.for([
  [{ code: 1, signal: null }, '', 'start', 'crashes-at-start'],
  [{ code: 0, signal: null }, '', 'start', 'exits-at-start'],
  [{ code: 1, signal: null }, '', 'later', 'crashed'],
  [{ code: 0, signal: null }, '', 'later', 'exited'],
  [{ code: null, signal: 'SIGSEGV' }, '', 'later', 'crashed'],
  [{ code: null, signal: 'SIGKILL', limit: 'output' }, '', 'later', 'floods-output'],
  [{ code: null, signal: 'SIGKILL', limit: 'memory' }, '', 'start', 'eats-memory'],
  [{ code: null, signal: 'SIGKILL', limit: 'processes' }, '', 'later', 'too-many-processes'],
  [
    { code: 1, signal: null },
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'chalks' imported from x",
    'start',
    'import-not-found',
  ],
] as const)('%j, "%s" (%s): %s', ([exit, stderr, when, diagnosis]) =>
  expect(endedFinding(exit, stderr, when)).toMatchObject({ diagnosis }),
);

test.for([
  [{ code: 1, signal: null }, 'Error: no', 'Its last words are below.'],
  [{ code: 1, signal: null }, ' \n', 'It said nothing about why.'],
  [
    { code: 13, signal: null },
    'Warning: Detected unsettled top-level await',
    'waits for an await outside of all functions',
  ],
] as const)('%j, "%s": %s', ([exit, stderr, words]) => {
  for (const when of ['start', 'later'] as const)
    expect(endedFinding(exit, stderr, when).message).toContain(words);
});

test('another port: the line that names it', () => {
  const { diagnosis, message } = notListeningFinding(50000, [{ address: '127.0.0.1', port: 8000 }], [source]);
  expect(diagnosis).toBe('wrong-port');
  expect(message).toContain('Look at line 2 of server.ts: const port = 8000;');
  expect(message).toContain('-- --port 8000');
});

test('another address: the line that names it', () => {
  const { diagnosis, message } = notListeningFinding(8000, [{ address: '::1', port: 8000 }], [source]);
  expect(diagnosis).toBe('wrong-address');
  expect(message).toContain("line 4 of server.ts: server.listen(port, '::1');");
});

test('nowhere, or nobody knows', () => {
  expect(notListeningFinding(1, [], []).diagnosis).toBe('never-listens');
  expect(notListeningFinding(1, undefined, []).diagnosis).toBe('never-listens');
});

test('a port that is written nowhere: the line that listens', () => {
  expect(lineToChange([source], '7777')).toContain('line 4 of server.ts');
  expect(lineToChange([], '7777')).toBe('');
});

test('every diagnosis has a sentence without a full stop', () => {
  for (const [name, sentence] of Object.entries(CATALOGUE)) {
    expect(name).toMatch(/^[a-z0-9-]+$/);
    expect(sentence).toMatch(/^\S.*[^.]$/);
  }
  expect(headline('crashed', { crashed: 'Own words' })).toBe('Own words');
});

test('a relative path that leads nowhere is explained', () => {
  const stderr = "Error: ENOENT: no such file or directory, open 'labs/web/tiny_html.html'\n    at …";
  const { message } = endedFinding({ code: 1, signal: null }, stderr, 'start');
  expect(message).toContain("It looked for 'labs/web/tiny_html.html'");
  for (const absolute of ['/a/b.html', 'C:\\a\\b.html']) {
    const other = endedFinding(
      { code: 1, signal: null },
      `ENOENT: no such file, open '${absolute}'`,
      'later',
    );
    expect(other.message).not.toContain('It looked for');
  }
});
