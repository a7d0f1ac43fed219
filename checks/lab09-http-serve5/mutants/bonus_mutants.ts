import type { Mutant } from '../../testing/mutants.ts';

const KEEP = "return version !== 'HTTP/1.0' && !options.includes('close') && !hasBody;";
const LAST_MODIFIED = "'Last-Modified': mtime.toUTCString(),";
const UNCHANGED = 'return Math.floor(changed.getTime() / 1000) * 1000 <= Date.parse(since);';
const NO_DATE =
  "if (!/^\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT$/.test(since) || headers.has('if-none-match'))";
const CONTENT_RANGE = '`bytes ${range.start}-${range.start + range.length - 1}/${size}`';
const END = 'const end = Math.min(size, last ? Number(last) + 1 : size);';
const START = 'const start = first === undefined ? Math.max(0, size - Number(suffix)) : Number(first);';
const NO_PIPES =
  "if (!stats.isDirectory()) throw new HttpError(403, 'This is neither a file nor a folder.');";

/** Mutants of what the bonus checks look at. */
export const BONUS_MUTANTS: readonly Mutant[] = [
  {
    name: 'no-last-modified',
    of: 'file.ts',
    killedBy: 'last-modified',
    diagnosis: 'no-last-modified',
    edits: [[LAST_MODIFIED, '']],
  },
  {
    name: 'iso-last-modified',
    of: 'file.ts',
    killedBy: 'last-modified',
    diagnosis: 'wrong-last-modified',
    edits: [[LAST_MODIFIED, "'Last-Modified': mtime.toISOString(),"]],
  },
  {
    name: 'last-modified-now',
    of: 'file.ts',
    killedBy: 'last-modified',
    diagnosis: 'wrong-last-modified',
    edits: [[LAST_MODIFIED, "'Last-Modified': new Date().toUTCString(),"]],
  },
  {
    name: 'milliseconds-compared',
    of: 'file.ts',
    killedBy: 'last-modified',
    diagnosis: 'never-304',
    edits: [[UNCHANGED, 'return changed.getTime() <= Date.parse(since);']],
  },
  {
    name: 'any-date-is-304',
    of: 'file.ts',
    killedBy: 'last-modified',
    diagnosis: 'always-304',
    edits: [[UNCHANGED, 'return true;']],
  },
  {
    name: 'no-date-is-304',
    of: 'file.ts',
    killedBy: 'last-modified',
    diagnosis: 'always-304',
    edits: [
      [NO_DATE, "if (since === '')"],
      [UNCHANGED, 'return !(Math.floor(changed.getTime() / 1000) * 1000 > Date.parse(since));'],
    ],
  },
  {
    name: 'body-on-304',
    of: 'file.ts',
    killedBy: 'last-modified',
    diagnosis: 'bytes-behind-content',
    edits: [
      [
        'return { status: 304, headers, body: Buffer.alloc(0) };',
        "return { status: 304, headers, body: Buffer.from('Nothing has changed.') };",
      ],
    ],
  },
  {
    name: 'no-ranges',
    of: 'file.ts',
    killedBy: 'range',
    diagnosis: 'range-ignored',
    edits: [["const range = method === 'GET' ?", "const range = method === 'OPTIONS' ?"]],
  },
  {
    name: 'last-byte-left-out',
    of: 'file.ts',
    killedBy: 'range',
    diagnosis: 'wrong-range',
    edits: [[END, 'const end = Math.min(size, last ? Number(last) : size);']],
  },
  {
    name: 'last-three-are-first',
    of: 'file.ts',
    killedBy: 'range',
    diagnosis: 'wrong-range',
    edits: [[START, 'const start = first === undefined ? 0 : Number(first);']],
  },
  {
    name: 'range-beyond-the-end',
    of: 'file.ts',
    killedBy: 'range',
    diagnosis: 'closed-early',
    edits: [[END, 'const end = last ? Number(last) + 1 : size;']],
  },
  {
    name: 'content-range-without-size',
    of: 'file.ts',
    killedBy: 'range',
    diagnosis: 'wrong-content-range',
    edits: [[CONTENT_RANGE, '`bytes ${range.start}-${range.start + range.length - 1}`']],
  },
  {
    name: 'closes-after-one',
    of: 'connection.ts',
    killedBy: 'keep-alive',
    diagnosis: 'closes-after-one',
    edits: [[KEEP, 'return version === options.join() && hasBody;']],
  },
  {
    name: 'drops-what-follows',
    of: 'connection.ts',
    killedBy: 'keep-alive',
    diagnosis: 'loses-requests',
    edits: [['received = received.subarray(end + 4);', 'received = Buffer.alloc(0);']],
  },
  {
    name: 'all-at-once',
    of: 'connection.ts',
    killedBy: 'keep-alive',
    diagnosis: 'out-of-order',
    edits: [
      [
        'if (!(await answerHead(socket, head, answer))) return close();',
        'void answerHead(socket, head, answer).then((more) => more || close()).catch(() => {});',
      ],
    ],
  },
  {
    name: 'never-closes',
    of: 'connection.ts',
    killedBy: 'keep-alive',
    diagnosis: 'keeps-open',
    edits: [[KEEP, 'return version !== options.join() && !hasBody;']],
  },
  {
    name: 'opens-pipes',
    killedBy: 'fifo',
    diagnosis: 'blocked-by-pipe',
    edits: [[NO_PIPES, 'if (!stats.isDirectory()) return fileResponse(file, request);']],
  },
  {
    name: 'opens-pipes-one-by-one',
    killedBy: 'fifo',
    diagnosis: 'blocked-by-pipe',
    edits: [[NO_PIPES, 'if (!stats.isDirectory()) return new Promise<never>(() => {});']],
  },
  {
    name: 'empty-pipe',
    killedBy: 'fifo',
    diagnosis: 'wrong-status',
    edits: [[NO_PIPES, 'if (!stats.isDirectory()) return okResponse(Buffer.alloc(0));']],
  },
  {
    name: 'patient-with-the-silent',
    of: 'connection.ts',
    killedBy: 'idle',
    diagnosis: 'keeps-idle',
    // Without any timer it sleeps for good, and the checker need not wait for the end of its patience.
    edits: [
      ['let patience = setTimeout(outOfPatience, idleLimit);', 'let patience: NodeJS.Timeout | undefined;'],
      ['    patience = setTimeout(outOfPatience, idleLimit);\n', ''],
    ],
  },
];
