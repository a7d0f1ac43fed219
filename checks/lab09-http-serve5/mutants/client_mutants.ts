import type { Mutant } from '../../testing/mutants.ts';

const WHOLE = 'if (!range) return okResponse({ file, start: 0, length: size }, headers);';
const SEND = 'return fileResponse(file, request);\n  if (stats.isFile())';
const PIPE = 'await pipeline(stream, socket, { end: false });';
const WITH_BODY = "!head.startsWith('HEAD ')";
const A_MOMENT = 'await new Promise((resolve) => setTimeout(resolve, 20));';
const STREAM_IT = `if (stats.isFile() && !uri.endsWith('/'))`;

/** Mutants that do not hold on: with HEAD, odd files, and clients that are slow, leave, or come all at once. */
export const CLIENT_MUTANTS: readonly Mutant[] = [
  // HEAD.
  {
    name: 'body-on-head',
    of: 'connection.ts',
    killedBy: 'head',
    diagnosis: 'content-on-head',
    edits: [[WITH_BODY, 'true']],
  },
  {
    name: 'body-on-head-of-404',
    of: 'connection.ts',
    killedBy: 'head',
    diagnosis: 'content-on-head',
    edits: [[WITH_BODY, `${WITH_BODY} || response.status === 404`]],
  },
  {
    name: 'head-is-405',
    of: 'request.ts',
    killedBy: 'head',
    diagnosis: 'wrong-status',
    edits: [["if (method !== 'GET' && method !== 'HEAD') {", "if (method !== 'GET') {"]],
  },
  {
    name: 'length-0-on-head',
    of: 'connection.ts',
    killedBy: 'head',
    diagnosis: 'head-differs',
    edits: [['`Content-Length: ${body.length}`', '`Content-Length: ${withBody ? body.length : 0}`']],
  },
  {
    name: 'no-type-on-head',
    of: 'file.ts',
    killedBy: 'head',
    diagnosis: 'head-differs',
    edits: [[WHOLE, `if (method === 'HEAD') delete headers['Content-Type'];\n    ${WHOLE}`]],
  },
  // Files that cannot be had.
  {
    name: 'every-error-is-500',
    of: 'response.ts',
    killedBy: 'odd-files',
    diagnosis: 'error-500',
    edits: [
      [
        "const missing = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'EINVAL'];",
        "const missing = ['ENOENT', 'ENOTDIR'];",
      ],
    ],
  },
  {
    name: 'opens-a-folder',
    killedBy: 'odd-files',
    diagnosis: 'crashed',
    edits: [
      [
        "import { realpathSync } from 'node:fs';",
        "import { createReadStream, realpathSync } from 'node:fs';",
      ],
      [
        STREAM_IT,
        "if (!stats.isFile() && path.extname(file)) createReadStream(file).resume();\n  if (stats.isFile() && !uri.endsWith('/'))",
      ],
    ],
  },
  {
    name: 'bad-percent-is-500',
    of: 'folder.ts',
    killedBy: 'odd-files',
    diagnosis: 'error-500',
    edits: [["throw new HttpError(400, 'A % in", "throw new HttpError(500, 'A % in"]],
  },
  {
    name: 'bad-percent-kills',
    of: 'folder.ts',
    killedBy: 'odd-files',
    diagnosis: 'crashed',
    edits: [
      [
        '  try {\n    name = decodeURIComponent(encoded);',
        '  setImmediate(() => decodeURIComponent(encoded));\n  try {\n    name = decodeURIComponent(encoded);',
      ],
    ],
  },
  // Between the look and the opening there is something that takes a moment: a slow disk, a line in a log.
  {
    name: 'looks-first',
    killedBy: 'vanishing',
    diagnosis: 'crashed',
    edits: [
      [
        "import { realpathSync } from 'node:fs';",
        "import { createReadStream, realpathSync } from 'node:fs';",
      ],
      [
        SEND,
        `{\n    ${A_MOMENT}\n    createReadStream(file).resume();\n    return fileResponse(file, request);\n  }\n  if (stats.isFile())`,
      ],
    ],
  },
  {
    name: 'gone-is-500',
    killedBy: 'vanishing',
    diagnosis: 'error-500',
    edits: [
      [
        SEND,
        `{\n    ${A_MOMENT}\n    return fileResponse(file, request).catch(() => {\n      throw new HttpError(500, 'It was there a moment ago.');\n    });\n  }\n  if (stats.isFile())`,
      ],
    ],
  },
  // Requests in pieces.
  {
    name: 'first-piece-only',
    of: 'connection.ts',
    killedBy: 'pieces',
    diagnosis: 'first-piece-only',
    edits: [
      [
        "} else if (received.includes('\\r\\n\\r\\n') || received.length > headLimit) void serve();",
        "} else {\n      if (!received.includes('\\r\\n\\r\\n')) received = Buffer.concat([received, Buffer.from('\\r\\n\\r\\n')]);\n      void serve();\n    }",
      ],
    ],
  },
  {
    name: 'last-piece-only',
    of: 'connection.ts',
    killedBy: 'pieces',
    diagnosis: 'first-piece-only',
    edits: [
      [
        '    received = Buffer.concat([received, bytes]);\n    if (state',
        '    received = bytes;\n    if (state',
      ],
    ],
  },
  // Many clients.
  {
    name: 'one-file-for-all',
    killedBy: 'crowd',
    diagnosis: 'mixes-up-clients',
    edits: [
      ['// The answer to a GET. HEAD', 'let file: string;\n\n// The answer to a GET. HEAD'],
      ['const file = await resolveUri(uri, webRoot);', 'file = await resolveUri(uri, webRoot);'],
    ],
  },
  {
    name: 'reads-it-all',
    of: 'file.ts',
    killedBy: 'slow-clients',
    diagnosis: 'file-in-memory',
    edits: [[WHOLE, 'if (!range) return okResponse(await file.readFile(), headers);']],
  },
  {
    name: 'does-not-wait',
    of: 'connection.ts',
    killedBy: 'slow-clients',
    diagnosis: 'file-in-memory',
    edits: [[PIPE, 'for await (const part of stream) socket.write(part);']],
  },
  {
    name: 'no-room-for-a-fifth',
    killedBy: 'slow-clients',
    diagnosis: 'cut-short',
    edits: [
      [
        '  clients.add(socket);',
        '  clients.add(socket);\n  if (clients.size > 4) [...clients][0]?.destroy();',
      ],
    ],
  },
  {
    name: 'never-looks-for-the-end',
    of: 'connection.ts',
    killedBy: 'leaves-early',
    diagnosis: 'keeps-open',
    edits: [["    if (state === 'waiting') close();", '']],
  },
  {
    name: 'keeps-files-open',
    of: 'connection.ts',
    killedBy: 'leavers',
    diagnosis: 'leaks-files',
    edits: [
      [
        PIPE,
        "forgotten.push(stream);\n    stream.pipe(socket, { end: false });\n    await new Promise((resolve) => stream.on('end', resolve));",
      ],
      [
        '// What makes the response to a request.',
        'const forgotten: unknown[] = [];\n\n// What makes the response to a request.',
      ],
    ],
  },
  {
    name: 'dies-on-reset',
    killedBy: 'leavers',
    diagnosis: 'crashed',
    edits: [["socket.on('error', (error) => console.error(`client lost: ${error.message}`));", '']],
  },
  {
    name: 'broken-pipe-kills',
    of: 'connection.ts',
    killedBy: 'leavers',
    diagnosis: 'crashed',
    edits: [['      console.error(`answer broken off: ${(error as Error).message}`);', '      throw error;']],
  },
  {
    name: 'no-signal-while-connected',
    killedBy: 'clean-stop',
    diagnosis: 'ignores-signal',
    edits: [['for (const socket of clients) socket.destroy();', '']],
  },
];
