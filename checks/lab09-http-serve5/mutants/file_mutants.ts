import type { Mutant } from '../../testing/mutants.ts';

const WHOLE = 'if (!range) return okResponse({ file, start: 0, length: size }, headers);';
const LENGTH = '`Content-Length: ${body.length}`';
const SMALL = 'return await write(socket, Buffer.concat([head, part]));';
const EMPTY = 'if (!withBody || length === 0) return await write(socket, head);';
const file = (body: string) => `if (!range) return okResponse(${body}, headers);`;

/** Mutants that get the content of a file or its head wrong. */
export const FILE_MUTANTS: readonly Mutant[] = [
  // The simplest file.
  {
    name: 'files-are-501',
    killedBy: 'text-file',
    diagnosis: 'wrong-status',
    edits: [
      [
        'return fileResponse(file, request);\n  if (stats.isFile())',
        "throw new HttpError(501, 'Files are coming soon.');\n  if (stats.isFile())",
      ],
    ],
  },
  {
    name: 'right-length-no-body',
    of: 'connection.ts',
    killedBy: 'text-file',
    diagnosis: 'length-too-large',
    edits: [[SMALL, 'return await write(socket, head);']],
  },
  {
    name: 'closes-before-the-body',
    of: 'connection.ts',
    killedBy: 'text-file',
    diagnosis: 'length-too-large',
    edits: [[SMALL, 'return await write(socket, head).then(() => void socket.end());']],
  },
  {
    name: 'length-of-the-name',
    of: 'connection.ts',
    killedBy: 'text-file',
    diagnosis: 'length-too-small',
    edits: [[LENGTH, '`Content-Length: ${Buffer.isBuffer(body) ? body.length : 8}`']],
  },
  {
    name: 'newline-not-counted',
    of: 'connection.ts',
    killedBy: 'text-file',
    diagnosis: 'length-too-small',
    edits: [[LENGTH, '`Content-Length: ${body.length - 1}`']],
  },
  {
    name: 'body-and-type-swapped',
    of: 'file.ts',
    killedBy: 'text-file',
    diagnosis: 'other-bytes',
    edits: [
      [
        WHOLE,
        "if (!range) return okResponse(Buffer.from(headers['Content-Type'] ?? ''), { 'Content-Type': String(await file.readFile()).trim() });",
      ],
    ],
  },
  {
    name: 'blank-line-twice',
    of: 'connection.ts',
    killedBy: 'text-file',
    diagnosis: 'blank-line-twice',
    edits: [["    '',\n    '',\n  ];", "    '',\n    '',\n    '',\n  ];"]],
  },
  {
    name: 'serves-one-client',
    killedBy: 'next-client',
    diagnosis: 'one-client-only',
    edits: [
      ["socket.on('close', () => clients.delete(socket));", "socket.on('close', () => process.exit(0));"],
    ],
  },
  // Bytes.
  {
    name: 'read-as-utf8',
    of: 'file.ts',
    killedBy: 'bytes',
    diagnosis: 'through-text',
    edits: [[WHOLE, file("Buffer.from(await file.readFile('utf8'))")]],
  },
  {
    name: 'read-as-latin1',
    of: 'file.ts',
    killedBy: 'bytes',
    diagnosis: 'through-text',
    edits: [[WHOLE, file("Buffer.from(await file.readFile('latin1'))")]],
  },
  {
    name: 'length-in-characters',
    of: 'connection.ts',
    killedBy: 'bytes',
    diagnosis: 'length-in-characters',
    edits: [
      [
        'const head = Buffer.from(lines',
        "if (!Buffer.isBuffer(body)) {\n    const { size } = await body.file.stat();\n    const text = Buffer.alloc(size);\n    await body.file.read(text, 0, size, 0);\n    lines[lines.findIndex((line) => line.startsWith('Content-Length'))] = `Content-Length: ${String(text).length}`;\n  }\n  const head = Buffer.from(lines",
      ],
    ],
  },
  {
    name: 'lines-joined-again',
    of: 'file.ts',
    killedBy: 'text-file',
    diagnosis: 'line-ends-changed',
    edits: [[WHOLE, file("Buffer.from((await file.readFile('utf8')).split(/\\r?\\n/).join('\\r\\n'))")]],
  },
  // An empty file.
  {
    name: 'empty-is-missing',
    of: 'file.ts',
    killedBy: 'empty-file',
    diagnosis: 'wrong-status',
    edits: [[WHOLE, `if (!size) throw new HttpError(404, 'There is nothing in it.');\n    ${WHOLE}`]],
  },
  {
    name: 'says-0-and-sends-2',
    of: 'connection.ts',
    killedBy: 'empty-file',
    diagnosis: 'bytes-behind-content',
    edits: [
      [
        EMPTY,
        `if (length === 0) return await write(socket, Buffer.concat([head, Buffer.from('\\r\\n')]));\n    ${EMPTY}`,
      ],
    ],
  },
  {
    name: 'empty-has-no-head',
    of: 'connection.ts',
    killedBy: 'empty-file',
    diagnosis: 'closed-early',
    edits: [[EMPTY, `if (length === 0) return;\n    ${EMPTY}`]],
  },
  // A large file.
  {
    name: 'sends-64-kib',
    of: 'connection.ts',
    killedBy: 'large-file',
    diagnosis: 'length-too-large',
    edits: [['end: start + length - 1, autoClose', 'end: start + Math.min(length, 65_536) - 1, autoClose']],
  },
  {
    name: 'cut-at-400-kb',
    of: 'connection.ts',
    killedBy: 'large-file',
    diagnosis: 'length-too-large',
    edits: [
      [
        'await pipeline(stream, socket, { end: false });',
        'for await (const part of stream) {\n      socket.write(part);\n      if (stream.bytesRead > 400_000) return void socket.end();\n    }',
      ],
    ],
  },
  {
    name: 'pipe-not-awaited',
    of: 'connection.ts',
    killedBy: 'large-file',
    diagnosis: 'length-too-large',
    edits: [
      [
        'await pipeline(stream, socket, { end: false });\n    if (stream.bytesRead < length) throw',
        'pipeline(stream, socket, { end: false }).catch(() => {});\n    if (stream.bytesRead > length) throw',
      ],
    ],
  },
  // Heads.
  {
    name: 'lf-on-404',
    of: 'connection.ts',
    killedBy: 'heads',
    diagnosis: 'bare-lf',
    edits: [["lines.join('\\r\\n')", "lines.join(status === 404 ? '\\n' : '\\r\\n')"]],
  },
  {
    name: 'equals-for-colon',
    of: 'connection.ts',
    killedBy: 'heads',
    diagnosis: 'no-colon',
    edits: [[LENGTH, "`Content-Length${body.length === 0 ? '=' : ': '}${body.length}`"]],
  },
  {
    name: 'no-blank-line-on-404',
    of: 'connection.ts',
    killedBy: 'heads',
    diagnosis: 'no-colon',
    edits: [["    '',\n    '',\n  ];", "    '',\n    ...(status === 404 ? [] : ['']),\n  ];"]],
  },
];
