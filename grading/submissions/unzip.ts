import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { ARCHIVE_LIMITS, type Budget, tooMuch } from './budget.ts';
import { entryPath, requireInnerLink } from './entry_name.ts';
import { Refused } from './refused.ts';
import { isWanted, UnpackedFile } from './unpacked_file.ts';

/**
 * Unpacks a zip archive into a folder; gives the paths of the symbolic links in it, which are not made. A Refused
 * says why it cannot or must not be unpacked; what is in the folder by then is worth nothing.
 */
export async function unzip(archive: string, folder: string, budget: Budget): Promise<string[]> {
  // yauzl closes the file by itself when the loop ends, however it ends.
  const zip = await openPromise(archive, { lazyEntries: true, decodeStrings: false, autoClose: true });
  const links: string[] = [];
  let entries = 0;
  for await (const entry of zip.eachEntry()) {
    if (++entries > ARCHIVE_LIMITS.entries) {
      throw tooMuch(`${ARCHIVE_LIMITS.entries.toLocaleString('en')} entries`);
    }
    const name = nameOf(entry);
    const path = entryPath(name);
    if (!isWanted(path)) continue;
    const type = typeOf(entry, name);
    if (type !== 'file' && type !== 'link') continue;
    if (entry.isEncrypted()) {
      throw new Refused('unreadable', 'It is encrypted with a password. Ask for it without one.');
    }
    if (type === 'link') {
      requireInnerLink(path, (await readShort(zip, entry)).toString(), 'its folder');
      links.push(path);
    } else await unpackEntry(zip, entry, new UnpackedFile(folder, path, budget));
  }
  return links;
}

async function unpackEntry(zip: ZipFile, entry: Entry, file: UnpackedFile): Promise<void> {
  let sum = 0;
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      file.write(chunk);
      sum = crc32(chunk, sum);
    }
  } finally {
    file.close();
  }
  if (sum !== entry.crc32) throw new Error(`the checksum of ${nameOf(entry)} is wrong`);
}

/** The content of a small entry: where a link points at. */
async function readShort(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    chunks.push(chunk);
    if (chunks.reduce((sum, { length }) => sum + length, 0) > 4096) throw tooMuch('4096 bytes in a link');
  }
  return Buffer.concat(chunks);
}

// The upper half of the attributes is what Unix calls the mode of the file, where a Unix made the archive.
function typeOf(entry: Entry, name: string): 'file' | 'folder' | 'link' | 'device' {
  const format = (entry.externalFileAttributes >>> 16) & 0o170000;
  if (format === 0o120000) return 'link';
  if (/[/\\]$/.test(name) || format === 0o040000) return 'folder';
  return format === 0 || format === 0o100000 ? 'file' : 'device';
}

// Names are UTF-8 where the archive says so. Many that do not say so are (macOS); the rest is code page 437.
function nameOf(entry: Entry): string {
  const bytes = entry.fileNameRaw;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : CP437[byte - 128])).join('');
  }
}

const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';
