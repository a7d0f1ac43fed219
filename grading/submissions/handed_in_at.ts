import { lstatSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isoTime } from './roster.ts';
import type { Source } from './sources.ts';

/**
 * When a submission was handed in, where the platform has written that down: Gradescope in
 * `submission_metadata.json`, beside the submission or in it; anybody in `.submitted_at`. The dates of the files
 * prove nothing. What lies in an archive is the student's own, and is not asked.
 */
export function handedInAt({ parts, alone }: Pick<Source, 'parts' | 'alone'>): string | undefined {
  const [part] = parts;
  if (part?.kind !== 'folder') return undefined;
  const metadata = [...(alone ? [dirname(part.at)] : []), part.at]
    .map((folder) => smallFile(join(folder, 'submission_metadata.json')))
    .find((text) => text !== undefined);
  return createdAt(metadata) ?? isoTime(smallFile(join(part.at, '.submitted_at')) ?? '');
}

function createdAt(metadata: string | undefined): string | undefined {
  try {
    const { created_at: time } = JSON.parse(metadata ?? '') as { created_at?: unknown };
    return typeof time === 'string' ? isoTime(time) : undefined;
  } catch {
    return undefined; // no JSON: not written by Gradescope
  }
}

function smallFile(file: string): string | undefined {
  try {
    const stats = lstatSync(file);
    return stats.isFile() && stats.size < 100_000 ? readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
