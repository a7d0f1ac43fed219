import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { ARCHIVE_LIMITS, type Budget, LIMITS, tooMuch } from './budget.ts';
import { entryPath, requireInnerLink } from './entry_name.ts';
import { Refused } from './refused.ts';
import { isWanted, UnpackedFile } from './unpacked_file.ts';

/**
 * Unpacks a tar archive, plain or compressed with gzip, into a folder; gives the paths of the links in it, which
 * are not made. A Refused says why it cannot or must not be unpacked; what is in the folder by then is worth nothing.
 */
export async function untar(
  archive: string,
  folder: string,
  budget: Budget,
  compressed: boolean,
): Promise<string[]> {
  const links: string[] = [];
  let entries = 0;
  let file: UnpackedFile | undefined;
  let problem: string | undefined;
  let atEnd = false;

  const takeEntry = (entry: ReadEntry) => {
    if (++entries > ARCHIVE_LIMITS.entries) {
      throw tooMuch(`${ARCHIVE_LIMITS.entries.toLocaleString('en')} entries`);
    }
    const path = entryPath(entry.path);
    if (!isWanted(path)) return entry.resume();
    if (entry.type === 'SymbolicLink' || entry.type === 'Link') {
      requireInnerLink(path, entry.linkpath ?? '', entry.type === 'Link' ? 'the archive' : 'its folder');
      links.push(path);
    }
    if (!['File', 'OldFile', 'ContiguousFile'].includes(entry.type)) return entry.resume();
    const opened = new UnpackedFile(folder, path, budget);
    file = opened;
    entry.on('data', (chunk: Buffer) => opened.write(chunk));
    entry.on('end', () => {
      opened.close();
      file = undefined;
    });
  };

  const parser = new Parser({ onReadEntry: takeEntry, maxMetaEntrySize: 64 * 1024 });
  parser.on('warn', (_code: string, message: string | Error) => {
    problem ??= String(message instanceof Error ? message.message : message);
  });
  parser.on('eof', () => {
    atEnd = true;
  });
  parser.on('ignoredEntry', ({ meta }: ReadEntry) => {
    if (meta) throw tooMuch('64 KiB in the name of a file');
  });
  const read = createReadStream(archive);
  const unpacked = compressed ? read.pipe(createGunzip()) : read;
  read.on('error', (error) => unpacked.destroy(error));
  try {
    let bytes = 0;
    let behind = 0;
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      // The parser would unpack an archive in the archive, and count nothing.
      if (bytes === 0 && isCompressed(chunk)) {
        throw new Refused('unreadable', 'It is compressed twice, or in a way that is not known here.');
      }
      bytes += chunk.length;
      if (bytes > ARCHIVE_LIMITS.bytes) throw tooMuch(`${ARCHIVE_LIMITS.bytes / 1e9} GB`);
      if (atEnd) {
        // The parser would keep all that comes behind the end. Here it only shows whether the archive is whole.
        behind += chunk.length;
        if (behind > LIMITS.bytes) throw tooMuch(`${LIMITS.bytes / 1e6} MB behind the end of the archive`);
        continue;
      }
      if (!parser.write(chunk)) await once(parser, 'drain', { signal: AbortSignal.timeout(10_000) });
      if (problem) throw new Error(problem);
    }
    if (atEnd) return links;
    parser.end();
    if (problem) throw new Error(problem);
  } finally {
    read.destroy();
    file?.close();
  }
  return links;
}

function isCompressed(start: Buffer): boolean {
  return ['1f8b', '28b52ffd'].some((magic) => start.subarray(0, magic.length / 2).toString('hex') === magic);
}
