import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Trouble } from '../model.ts';
import { type Identity, identityOf, isOnlineText, looseFile } from './identity.ts';
import type { KnownLab } from './known_lab.ts';
import { isLeftOut } from './left_out.ts';
import { isProgram, labOfCourseFolder, labOfFolder, spelling } from './program_names.ts';
import { refusalOf } from './refused.ts';
import { isArchiveName } from './unpack.ts';

/** A submission as it lies there, not looked into yet. */
export interface Source {
  whose: Identity;
  /** As the person named it. */
  source: string;
  /** A folder, an archive, or several files that a platform has put beside everybody else's. */
  parts: { kind: 'folder' | 'archive' | 'file'; at: string; name: string }[];
  /** Named by itself on the command line, and not found in a folder of submissions. */
  alone: boolean;
}

export interface Sources {
  sources: Source[];
  troubles: Trouble[];
}

/**
 * The submissions that a path means. A folder is one submission when it directly holds the program of a lab
 * (`echo_server.ts`, in any language and spelling), a lab's folder (`lab01`, `lab01-echo-server`; but not two
 * for the same lab, and not `lab01-ada`), or a folder `labs` with such folders in it. Any other folder is a
 * folder of submissions: each folder and archive in it is one, and files that Canvas or Moodle have named
 * after a student are one for each student.
 */
export function sourcesAt(path: string, labs: readonly KnownLab[], ignore: readonly string[] = []): Sources {
  const trouble = (kind: Trouble['kind'], message: string): Sources => ({
    sources: [],
    troubles: [{ who: path, kind, message }],
  });
  if (!existsSync(path))
    return trouble('not-a-submission', 'There is nothing of this name. See how it is spelled.');
  try {
    // Who names a link on the command line means what it points at.
    const at = realpathSync(path);
    if (statSync(at).isDirectory()) {
      return isOneSubmission(at, labs)
        ? { sources: [folderSource(at, path, true)], troubles: [] }
        : submissionsIn(at, path, ignore);
    }
    return fileSources([basename(at)], dirname(at), dirname(path), true);
  } catch (error) {
    const { kind, message } = refusalOf(error, 'It');
    return trouble(kind, message);
  }
}

function isOneSubmission(folder: string, labs: readonly KnownLab[]): boolean {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !isLeftOut(name));
  if (entries.some((entry) => entry.isFile() && labs.some((lab) => spelling(entry.name, lab.program))))
    return true;
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const labFolders = folders.map((name) => labOfCourseFolder(name, labs)).filter((lab) => lab !== undefined);
  if (labFolders.length > 0) return new Set(labFolders).size === labFolders.length;
  return (
    folders.includes('labs') &&
    readdirSync(join(folder, 'labs')).some((name) => labOfFolder(name, labs) !== undefined)
  );
}

function folderSource(at: string, source: string, alone: boolean): Source {
  const name = basename(at);
  return { whose: identityOf(name), source, parts: [{ kind: 'folder', at, name }], alone };
}

function submissionsIn(at: string, shown: string, ignore: readonly string[]): Sources {
  const found: Sources = { sources: [], troubles: [] };
  const files: string[] = [];
  const names = readdirSync(at).sort();
  const ignored = ignore.map((file) => resolve(file));
  for (const name of names) {
    const path = join(at, name);
    if (isLeftOut(name) || ignored.includes(path)) continue;
    const twin = name.replace('_onlinetext', '_file');
    if (
      isOnlineText(name) &&
      names.some((other) => other !== name && other.startsWith(twin.replace(/_file.*$/, '_file')))
    ) {
      continue; // what was typed beside the files that were handed in
    }
    const stats = lstatSync(path);
    if (stats.isDirectory()) found.sources.push(folderSource(path, join(shown, name), false));
    else if (stats.isFile()) files.push(name);
    else {
      const what = stats.isSymbolicLink()
        ? 'a symbolic link, and links are not followed'
        : 'no file and no folder';
      found.troubles.push({
        who: name,
        kind: 'not-a-submission',
        message: `It is ${what}. It was left out.`,
      });
    }
  }
  const loose = fileSources(files, at, shown, false);
  found.sources.push(...loose.sources);
  found.troubles.push(...loose.troubles);
  if (found.sources.length + found.troubles.length === 0) {
    found.troubles.push({
      who: shown,
      kind: 'empty',
      message: 'There is nothing in this folder. Is it the right one?',
    });
  }
  return found;
}

/** Archives, and the files that a platform has named after students. */
function fileSources(names: readonly string[], at: string, shown: string, alone: boolean): Sources {
  const found: Sources = { sources: [], troubles: [] };
  const byStudent = new Map<string, Source>();
  for (const name of names) {
    const loose = looseFile(name);
    const kind = isArchiveName(name) ? 'archive' : 'file';
    if (loose && (kind === 'archive' || isProgram(name) || byStudent.has(loose.student.id))) {
      const { student, file } = loose;
      let source = byStudent.get(student.id);
      if (!source) {
        source = { whose: student, source: join(shown, `${student.keys[0]}_…`), parts: [], alone };
        byStudent.set(student.id, source);
        found.sources.push(source);
      }
      source.parts.push({ kind, at: join(at, name), name: file });
    } else if (kind === 'archive') {
      const parts: Source['parts'] = [{ kind, at: join(at, name), name }];
      found.sources.push({ whose: identityOf(name), source: join(shown, name), parts, alone });
    } else found.troubles.push({ who: name, kind: 'not-a-submission', message: noSubmission(name) });
  }
  return found;
}

function noSubmission(name: string): string {
  const kinds = 'neither a folder nor an archive (.zip, .tar, .tar.gz, .tgz)';
  const next = isProgram(name) ? 'Put it into a folder with the name of the student.' : 'It was left out.';
  return `It is a file, ${kinds}. ${next}`;
}
