import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, ROOT } from '../../../checks/testing/labs.ts';
import { allLabs } from '../../../commands/labs.ts';
import { Workbook } from '../workbook.ts';
import { type RawResponse, requestText, sendRaw } from './raw_http.ts';

/** A workbook over a copy of the course, and how a test talks to it. */
export interface OpenWorkbook {
  root: string;
  workbook: Workbook;
  /** GET, as the page does it. */
  get: (path: string, headers?: Record<string, string | undefined>) => Promise<RawResponse>;
  /** POST, as the page does it. */
  post: (path: string, body: unknown, headers?: Record<string, string | undefined>) => Promise<RawResponse>;
  /** Saves lab01's program as one of the course's own: the starter or the solution. */
  save: (which: 'starter' | 'solution', edit?: (text: string) => string) => void;
  close: () => Promise<void>;
}

export const LAB01 = 'lab01-echo-server';

/** The student's side of the course in a temporary folder, with untouched starters; the rest is the course's own. */
function studentsCourse(): string {
  const root = mkdtempSync(join(tmpdir(), 'workbook-'));
  cpSync(join(ROOT, 'package.json'), join(root, 'package.json'));
  cpSync(join(ROOT, 'labs'), join(root, 'labs'), { recursive: true });
  cpSync(join(ROOT, 'labs/.starters'), join(root, 'labs'), { recursive: true });
  for (const { folder } of allLabs(ROOT)) {
    mkdirSync(join(root, 'checks', folder), { recursive: true });
    writeFileSync(join(root, 'checks', folder, 'checks.ts'), ''); // a lab is found by it; ROOT's is loaded
  }
  // Programs are started with files of the engine: a clock of their own, a process on standby.
  for (const part of ['node_modules', 'workbook', 'checks/engine'])
    symlinkSync(join(ROOT, part), join(root, part), 'junction');
  return root;
}

export async function openWorkbook(): Promise<OpenWorkbook> {
  const root = studentsCourse();
  const workbook = await Workbook.start({ root, load, port: 0 });
  const { port, token } = workbook;
  return {
    root,
    workbook,
    get: (path, headers) => sendRaw(port, requestText(port, `GET ${path}`, headers)),
    post: (path, body, headers) =>
      sendRaw(
        port,
        requestText(
          port,
          `POST ${path}`,
          {
            Origin: `http://127.0.0.1:${port}`,
            'Content-Type': 'application/json',
            'X-Workbook': token,
            ...headers,
          },
          typeof body === 'string' ? body : JSON.stringify(body),
        ),
      ),
    save: (which, edit = (text) => text) => {
      const from = which === 'starter' ? 'labs/.starters' : 'solutions';
      const text = readFileSync(join(ROOT, from, LAB01, 'echo_server.ts'), 'utf8');
      writeFileSync(join(root, 'labs', LAB01, 'echo_server.ts'), edit(text));
    },
    close: async () => {
      await workbook.close();
      rmSync(workbook.bundle.file, { force: true }); // node_modules is shared with the real course
      rmSync(root, { recursive: true, force: true });
    },
  };
}
