import { safeId } from './safe_id.ts';
import { withoutArchiveEnding } from './unpack.ts';

/** Whose a submission is, as far as its name tells. */
export interface Identity {
  name: string;
  id: string;
  /** What a roster may call it by, the surest first. */
  keys: string[];
}

/** `Ada Lovelace_12345_assignsubmission_file`, as Moodle names folders and single files. */
const MOODLE = /^(?<name>.+?)_(?<number>\d+)_assignsubmission_(?<part>file|onlinetext)(?:_(?<file>.*))?$/;
/** `lovelaceada_12345_67890_echo_server.ts`, as Canvas names files; `_LATE` behind the name of a late one. */
const CANVAS = /^(?<name>[^_]+)(?:_LATE)?_(?<number>\d+)_\d+_(?<file>.+)$/;

/** A file that a learning platform has put into one folder with everybody's, with the student in its name. */
export interface LooseFile {
  student: Identity;
  /** The file's own name, as the student gave it. */
  file: string;
}

/** Takes the name of a loose file apart; `undefined` for a name of another kind. */
export function looseFile(name: string): LooseFile | undefined {
  const { groups } = MOODLE.exec(name) ?? CANVAS.exec(name) ?? {};
  if (!groups?.file) return undefined;
  return { student: numbered(groups), file: groups.file };
}

/** Whether this is what Moodle makes of the text that was typed beside the files. */
export function isOnlineText(name: string): boolean {
  return MOODLE.exec(name)?.groups?.part === 'onlinetext';
}

/** Whose a submission is, by the name of its folder or archive. */
export function identityOf(entry: string): Identity {
  const stem = withoutArchiveEnding(entry)
    .normalize('NFC')
    // A second download, and the branch in the name of what GitHub packs.
    .replace(/\s*\(\d+\)$/, '')
    .replace(/(?<=.)-(main|master)$/, '')
    .trim();
  const moodle = MOODLE.exec(stem)?.groups;
  if (moodle) {
    const student = numbered(moodle);
    return { ...student, keys: [entry, stem, ...student.keys] };
  }
  return { name: stem, id: safeId(stem), keys: [...new Set([entry, stem])] };
}

/** The number keeps students of the same name apart. It is the platform's own, and no student id. */
function numbered({ name = '', number = '' }: Record<string, string | undefined>): Identity {
  const whole = `${name}_${number}`.normalize('NFC');
  return { name: name.normalize('NFC'), id: safeId(whole), keys: [whole, `Participant ${number}`, name] };
}
