import type { Mutant } from '../../testing/mutants.ts';

const QUERY = "const encoded = uri.replace(/[?#].*/, '');";
const DECODE = 'name = decodeURIComponent(encoded);';
const JOIN = 'const file = path.join(webRoot, name);';
const SPLIT = 'request.target.split(/(?=\\?)/)';
const INDEX = 'const index = await resolveUri(';
const LISTED = 'return okResponse(await listing(folder, webRoot));';
const TIME_PAGE = "if (uri === '/time-page') return okResponse(timePage());";
const NOW = '${new Date().toISOString()}';

/** Mutants that look for the wrong file, show the wrong page for a folder, or do not know the time. */
export const NAME_MUTANTS: readonly Mutant[] = [
  // Names.
  {
    name: 'not-decoded',
    of: 'folder.ts',
    killedBy: 'names',
    diagnosis: 'not-decoded',
    edits: [[DECODE, 'name = encoded;']],
  },
  {
    name: 'spaces-only',
    of: 'folder.ts',
    killedBy: 'names',
    diagnosis: 'not-decoded',
    edits: [[DECODE, "name = encoded.replaceAll('%20', ' ');"]],
  },
  {
    name: 'unescape',
    of: 'folder.ts',
    killedBy: 'names',
    diagnosis: 'not-decoded',
    edits: [[DECODE, 'name = unescape(encoded);']],
  },
  {
    name: 'decoded-twice',
    of: 'folder.ts',
    killedBy: 'names',
    diagnosis: 'decoded-twice',
    edits: [[DECODE, 'name = decodeURIComponent(decodeURIComponent(encoded));']],
  },
  {
    name: 'plus-is-space',
    of: 'folder.ts',
    killedBy: 'names',
    diagnosis: 'plus-as-space',
    edits: [[DECODE, "name = decodeURIComponent(encoded.replaceAll('+', ' '));"]],
  },
  {
    name: 'decodes-too-early',
    of: 'folder.ts',
    killedBy: 'names',
    diagnosis: 'cut-after-decoding',
    edits: [[QUERY, "const encoded = decodeURIComponent(uri).replace(/[?#].*/, '').replaceAll('%', '%25');"]],
  },
  {
    name: 'denies-every-two-dots',
    of: 'folder.ts',
    killedBy: 'names',
    diagnosis: 'dots-in-name',
    edits: [[JOIN, `if (name.includes('..')) throw notFound();\n  ${JOIN}`]],
  },
  {
    name: 'query-in-name',
    killedBy: 'query',
    diagnosis: 'query-in-name',
    edits: [
      [SPLIT, '[request.target]'],
      [
        'const file = await resolveUri(uri, webRoot);',
        "const file = await resolveUri(uri.replaceAll('?', '%3F'), webRoot);",
      ],
    ],
  },
  // What is not there.
  {
    name: 'missing-is-200',
    of: 'connection.ts',
    killedBy: 'not-found',
    diagnosis: 'wrong-status',
    edits: [
      ['{ status, headers, body }: Response,', '{ status: real, headers, body }: Response,'],
      ['  const lines = [', '  const status = real === 404 ? 200 : real;\n  const lines = ['],
    ],
  },
  {
    name: 'missing-is-500',
    of: 'response.ts',
    killedBy: 'not-found',
    diagnosis: 'wrong-status',
    edits: [["const missing = ['ENOENT', ", 'const missing = [']],
  },
  {
    name: 'missing-kills',
    of: 'connection.ts',
    killedBy: 'not-found',
    diagnosis: 'crashed',
    edits: [
      [
        '    response = errorResponse(error);',
        '    setImmediate(() => {\n      throw error;\n    });\n    response = errorResponse(error);',
      ],
    ],
  },
  {
    name: 'missing-hangs',
    of: 'connection.ts',
    killedBy: 'not-found',
    diagnosis: 'silent',
    edits: [
      [
        '    response = errorResponse(error);',
        '    response = await new Promise<Response>(() => errorResponse(error));',
      ],
    ],
  },
  {
    name: 'html-for-short',
    of: 'folder.ts',
    killedBy: 'not-found',
    diagnosis: 'wrong-status',
    edits: [
      [
        JOIN,
        "let file = path.join(webRoot, name);\n  if (!path.extname(file) && !name.endsWith('/') && name !== '/') file += '.txt';",
      ],
    ],
  },
  // Folders.
  {
    name: 'listing-for-index',
    killedBy: 'index',
    diagnosis: 'listing-for-index',
    edits: [[INDEX, "if (folder) throw new HttpError(404, 'later');\n    const index = await resolveUri("]],
  },
  {
    name: 'index-without-type',
    killedBy: 'index',
    diagnosis: 'wrong-content-type',
    edits: [
      [
        'return await fileResponse(index, request);',
        "{\n      const response = await fileResponse(index, request);\n      response.headers['Content-Type'] = 'application/octet-stream';\n      return response;\n    }",
      ],
    ],
  },
  {
    name: 'no-listing',
    killedBy: 'listing',
    diagnosis: 'wrong-status',
    edits: [[LISTED, "throw new HttpError(403, 'No listing here.');"]],
  },
  {
    name: 'absolute-links',
    of: 'folder.ts',
    killedBy: 'listing',
    diagnosis: 'no-link',
    edits: [['<a href="${encodeURIComponent(name)}', '<a href="/${encodeURIComponent(name)}']],
  },
  // The page with the time.
  {
    name: 'no-time-page',
    killedBy: 'time-page',
    diagnosis: 'wrong-status',
    edits: [[TIME_PAGE, '']],
  },
  {
    name: 'time-without-zeros',
    killedBy: 'time-page',
    diagnosis: 'short-time',
    edits: [['${new Date().toISOString()}', '12:5:3']],
  },
  {
    name: 'time-page-is-text',
    killedBy: 'time-page',
    diagnosis: 'wrong-content-type',
    edits: [
      [
        TIME_PAGE,
        "if (uri === '/time-page') return okResponse(timePage(), { 'Content-Type': 'text/plain' });",
      ],
    ],
  },
  {
    name: 'clock-of-the-browser',
    killedBy: 'time-page',
    diagnosis: 'no-time',
    edits: [[NOW, '<script>document.write(new Date())</script>']],
  },
  {
    name: 'time-of-the-start',
    killedBy: 'time-page',
    diagnosis: 'frozen',
    edits: [
      [NOW, '${started.toISOString()}'],
      ['// A page that is made anew', 'const started = new Date();\n// A page that is made anew'],
    ],
  },
  {
    name: 'an-hour-and-a-half-late',
    killedBy: 'time-page',
    diagnosis: 'wrong-time',
    edits: [[NOW, '${new Date(Date.now() + 5_000_000).toISOString()}']],
  },
];
