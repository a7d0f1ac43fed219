import type { Mutant } from '../../testing/mutants.ts';

// Texts of the solution that several mutants change.
const INSIDE =
  'return file === webRoot || file.startsWith(webRoot.endsWith(path.sep) ? webRoot : webRoot + path.sep);';
const ANYWHERE = 'return file !== undefined;';
const ENCODED = "const encoded = uri.replace(/[?#].*/, '');";
const DECODE = 'name = decodeURIComponent(encoded);';
const REAL = 'const real = await realpath(file);';
const CHECK_REAL = 'if (!isInside(real)) throw notFound();';
const LINK = '<a href="${encodeURIComponent(name)}${slash}">${escapeHtml(name)}${slash}</a>';
const LIST = 'return okResponse(await listing(file));';
const IS_FILE = "if (!(await stat(file)).isDirectory()) throw new HttpError(501, 'Files are coming soon.');";
const LOCATION = "{ Location: `${location}${query ?? ''}` }";
const MISSING = 'if (missing.includes(code)) return notFoundResponse();';
const OK_TYPE = "return response(200, { 'Content-Type': 'text/html; charset=utf-8' }, body);";
const ERROR_TYPE = "{ ...error.headers, 'Content-Type': 'text/plain; charset=utf-8' }";
const ERROR_BODY =
  'const body = Buffer.from(`${error.status} ${reasons[error.status]}\\n\\n${error.message}\\n`);';
const END_OF_HEAD = "    '',\n    '',\n  ];";
const FIELD = '.map(([name, value]) => `${name}: ${value}`)';
const STATUS_LINE = '`HTTP/1.1 ${status} ${reasons[status]}`';
const LENGTH = '`Content-Length: ${body.length}`';
const PAGE_END = '</table>\n`);';

const response = { of: 'response.ts' };

/** Broken servers that list folders, after what real students write. */
const mutants: Mutant[] = [
  // A page.
  {
    name: 'no-content-type',
    killedBy: 'page',
    diagnosis: 'no-content-type',
    ...response,
    edits: [[OK_TYPE, 'return response(200, {}, body);']],
  },
  {
    name: 'page-as-plain-text',
    killedBy: 'page',
    diagnosis: 'wrong-content-type',
    ...response,
    edits: [[OK_TYPE, OK_TYPE.replace('text/html', 'text/plain')]],
  },
  {
    name: 'page-and-type-swapped',
    killedBy: 'page',
    diagnosis: 'wrong-content-type',
    ...response,
    edits: [
      [
        OK_TYPE,
        "return response(200, { 'Content-Type': body.toString().replaceAll('\\n', ' ') }, Buffer.from('text/html'));",
      ],
    ],
  },
  {
    name: 'listing-not-awaited',
    killedBy: 'page',
    diagnosis: 'no-content',
    edits: [
      [
        LIST,
        'let page = Buffer.alloc(0);\n  listing(file).then((made) => { page = made as typeof page; });\n  return okResponse(page);',
      ],
    ],
  },
  {
    name: 'length-without-content',
    killedBy: 'page',
    diagnosis: 'length-too-large',
    edits: [
      [LIST, 'const page = await listing(file);\n  return okResponse(page).subarray(0, -page.length);'],
    ],
  },
  {
    name: 'wants-index-html',
    killedBy: 'page',
    diagnosis: 'folder-not-found',
    edits: [['await resolveUri(target)', "await resolveUri(target === '/' ? '/index.html' : target)"]],
  },
  {
    name: 'closes-after-one',
    killedBy: 'next-client',
    diagnosis: 'one-client-only',
    edits: [["socket.on('close', () => clients.delete(socket));", "socket.on('close', stop);"]],
  },

  {
    name: 'listing-not-awaited-at-all',
    killedBy: 'page',
    diagnosis: 'program-stumbled',
    edits: [[LIST, 'return okResponse(listing(file) as never);']],
  },
  {
    name: 'path-resolve',
    killedBy: 'page',
    diagnosis: 'folder-not-found',
    edits: [['path.join(webRoot, name)', 'path.resolve(webRoot, name)']],
  },

  // The entries.
  {
    name: 'files-are-the-same-page',
    killedBy: 'entries',
    diagnosis: 'file-not-501',
    edits: [
      [
        IS_FILE,
        'if (!(await stat(file)).isDirectory()) return okResponse(await listing(path.dirname(file)));',
      ],
    ],
  },
  {
    name: 'folders-only',
    killedBy: 'entries',
    diagnosis: 'entry-left-out',
    edits: [['(entry) => entry !== undefined,', '(entry) => entry !== undefined && entry.isFolder,']],
  },
  {
    name: 'names-without-links',
    killedBy: 'entries',
    diagnosis: 'entry-without-link',
    edits: [[LINK, '${escapeHtml(name)}${slash}']],
  },
  {
    name: 'link-to-nothing',
    killedBy: 'entries',
    diagnosis: 'entry-invented',
    edits: [
      ["${rows.join('\\n')}", '${rows.join(\'\\n\')}\n<tr><td><a href="about.html">About this server</a>'],
    ],
  },
  {
    name: 'two-slashes',
    killedBy: 'entries',
    diagnosis: 'link-to-another-host',
    edits: [['href="${encodeURIComponent(name)}', 'href="${uriOf(folder)}/${encodeURIComponent(name)}']],
  },
  {
    name: 'capital-links',
    killedBy: 'entries',
    diagnosis: 'link-leads-elsewhere',
    edits: [['href="${encodeURIComponent(name)}', 'href="${encodeURIComponent(name.toUpperCase())}']],
  },
  {
    name: 'knows-only-the-root',
    killedBy: 'entries',
    diagnosis: 'dead-link',
    edits: [['await resolveUri(target)', "await resolveUri(target === '/' ? '/' : '/nothing')"]],
  },
  {
    name: 'always-the-root',
    killedBy: 'nested',
    diagnosis: 'lists-root-always',
    edits: [[LIST, 'return okResponse(await listing(webRoot));']],
  },
  {
    name: 'links-from-the-root',
    killedBy: 'nested',
    diagnosis: 'link-from-wrong-folder',
    edits: [['href="${encodeURIComponent(name)}', 'href="/${encodeURIComponent(name)}']],
  },
  {
    name: 'last-name-only',
    killedBy: 'nested',
    diagnosis: 'folder-not-found',
    edits: [['path.join(webRoot, name)', 'path.join(webRoot, path.basename(name))']],
  },
  {
    name: 'first-hundred',
    killedBy: 'many',
    diagnosis: 'entry-left-out',
    edits: [["${rows.join('\\n')}", "${rows.slice(0, 100).join('\\n')}"]],
  },
  {
    name: 'buffer-of-16-kib',
    killedBy: 'many',
    diagnosis: 'length-too-large',
    edits: [['socket.end(response))', 'socket.end(response.subarray(0, 16384)))']],
  },
  {
    name: 'remembers-folders',
    killedBy: 'fresh',
    diagnosis: 'remembers-listing',
    edits: [
      ['// A page with a link', 'const seen = new Map<string, string[]>();\n// A page with a link'],
      [
        'const names = await readdir(folder);',
        'const names = seen.get(folder) ?? (await readdir(folder));\n  seen.set(folder, names);',
      ],
    ],
  },

  // What is not a folder.
  {
    name: 'missing-is-200',
    killedBy: 'missing',
    diagnosis: 'absent-is-there',
    ...response,
    edits: [['return clientErrorResponse(notFound());', "return okResponse(Buffer.from('<p>Not here.'));"]],
  },
  { name: 'missing-is-500', killedBy: 'missing', diagnosis: 'absent-is-500', edits: [["'ENOENT', ", '']] },
  {
    name: 'no-folder-so-a-file',
    killedBy: 'missing',
    diagnosis: 'absent-is-501',
    edits: [
      [REAL, 'const real = await realpath(file).catch(() => file);'],
      [
        '(await stat(file)).isDirectory()',
        '(await stat(file).then((stats) => stats.isDirectory(), () => false))',
      ],
    ],
  },
  {
    name: 'empty-404',
    killedBy: 'missing',
    diagnosis: 'no-error-page',
    ...response,
    edits: [[ERROR_BODY, 'const body = Buffer.alloc(0);']],
  },
  {
    name: 'nobody-catches',
    killedBy: 'missing',
    diagnosis: 'crashed',
    edits: [['return errorResponse(error);', 'throw error;']],
  },
  {
    name: 'hangs-on-missing',
    killedBy: 'missing',
    diagnosis: 'silent',
    edits: [
      ['return errorResponse(error);', 'throw error;'],
      ['socket.end(response))', 'socket.end(response)).catch(() => {})'],
    ],
  },
  {
    name: 'files-as-pages',
    killedBy: 'files-later',
    diagnosis: 'file-not-501',
    edits: [
      [IS_FILE, "if (!(await stat(file)).isDirectory()) return okResponse(Buffer.from('<p>A file.'));"],
    ],
  },
  {
    name: 'files-are-404',
    killedBy: 'files-later',
    diagnosis: 'file-not-found',
    edits: [[IS_FILE, 'if (!(await stat(file)).isDirectory()) throw notFound();']],
  },
  {
    name: 'error-message-to-client',
    killedBy: 'disk-path',
    diagnosis: 'shows-disk-path',
    edits: [
      [
        MISSING,
        'if (missing.includes(code)) return clientErrorResponse(new HttpError(404, (error as Error).message));',
      ],
    ],
  },
  {
    name: 'disk-path-as-title',
    killedBy: 'disk-path',
    diagnosis: 'shows-disk-path',
    edits: [['escapeHtml(decodeURIComponent(uriOf(folder)))', 'escapeHtml(folder)']],
  },
  {
    name: 'bad-percent-is-500',
    killedBy: 'bad-percent',
    diagnosis: 'error-500',
    edits: [
      [
        "} catch {\n    throw new HttpError(400, 'A % in the target is not followed by what it announces.');",
        '} catch (error) {\n    throw error;',
      ],
    ],
  },
  {
    name: 'bad-percent-crashes',
    killedBy: 'bad-percent',
    diagnosis: 'crashed',
    edits: [
      [
        "answer(received.toString('latin1', 0, end)).then",
        "console.log(decodeURIComponent(received.toString('latin1', 0, end)));\n      answer(received.toString('latin1', 0, end)).then",
      ],
    ],
  },
  {
    name: 'bad-percent-left-out',
    killedBy: 'bad-percent',
    diagnosis: 'accepts-wrong-request',
    edits: [[DECODE, "name = decodeURIComponent(encoded.replace(/%(?![0-9a-f]{2})/gi, ''));"]],
  },
  {
    name: 'nul-is-500',
    killedBy: 'nul',
    diagnosis: 'error-500',
    edits: [["name.includes('\\0') || ", '']],
  },
  {
    name: 'cut-at-nul',
    killedBy: 'nul',
    diagnosis: 'accepts-wrong-request',
    edits: [[DECODE, "name = decodeURIComponent(encoded).split('\\0')[0] ?? '';"]],
  },
  {
    name: 'knows-one-error-code',
    killedBy: 'odd-paths',
    diagnosis: 'error-500',
    edits: [["'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'EINVAL'", '']],
  },

  // Names.
  {
    name: 'links-not-encoded',
    killedBy: 'links',
    diagnosis: 'link-not-encoded',
    edits: [['href="${encodeURIComponent(name)}', 'href="${escapeHtml(name)}']],
  },
  {
    name: 'encode-uri',
    killedBy: 'links',
    diagnosis: 'link-not-encoded',
    edits: [['href="${encodeURIComponent(name)}', 'href="${escapeHtml(encodeURI(name))}']],
  },
  {
    name: 'links-encoded-twice',
    killedBy: 'links',
    diagnosis: 'link-encoded-twice',
    edits: [['href="${encodeURIComponent(name)}', 'href="${encodeURI(encodeURIComponent(name))}']],
  },
  {
    name: 'spaces-as-plus',
    killedBy: 'links',
    diagnosis: 'space-as-plus',
    edits: [
      ['href="${encodeURIComponent(name)}', "href=\"${encodeURIComponent(name).replaceAll('%20', '+')}"],
    ],
  },
  { name: 'not-decoded', killedBy: 'links', diagnosis: 'not-decoded', edits: [[DECODE, 'name = encoded;']] },
  {
    name: 'decoded-as-latin1',
    killedBy: 'links',
    diagnosis: 'not-decoded',
    edits: [[DECODE, "name = Buffer.from(decodeURIComponent(encoded)).toString('latin1');"]],
  },
  {
    name: 'decoded-twice',
    killedBy: 'links',
    diagnosis: 'decoded-twice',
    edits: [[DECODE, 'name = decodeURIComponent(decodeURIComponent(encoded));']],
  },
  {
    name: 'decode-uri',
    killedBy: 'links',
    diagnosis: 'not-decoded',
    edits: [[DECODE, 'name = decodeURI(encoded);']],
  },
  {
    name: 'cut-after-decoding',
    killedBy: 'links',
    diagnosis: 'cut-after-decoding',
    edits: [[DECODE, "name = decodeURIComponent(uri).split('?')[0] ?? '';"]],
  },
  {
    name: 'denies-every-two-dots',
    killedBy: 'links',
    diagnosis: 'dots-in-name',
    edits: [
      ["if (name.includes('\\0')", "if (name.includes('..')) throw notFound();\n  if (name.includes('\\0')"],
    ],
  },
  {
    name: 'folder-above-instead',
    killedBy: 'links',
    diagnosis: 'wrong-folder',
    edits: [
      [DECODE, 'name = encoded;'],
      [REAL, 'const real = await realpath(file).catch(() => realpath(path.dirname(file)));'],
    ],
  },
  {
    name: 'names-not-escaped',
    killedBy: 'escaped',
    diagnosis: 'name-becomes-markup',
    edits: [['>${escapeHtml(name)}${slash}</a>', '>${name}${slash}</a>']],
  },
  {
    name: 'title-not-escaped',
    killedBy: 'escaped',
    diagnosis: 'name-becomes-markup',
    edits: [['const title = escapeHtml(', 'const title = String(']],
  },
  {
    name: 'attribute-not-escaped',
    killedBy: 'escaped',
    diagnosis: 'name-becomes-markup',
    edits: [['<a href="${encode', '<a title="${name}" href="${encode']],
  },
  {
    name: 'ampersands-not-escaped',
    killedBy: 'escaped',
    diagnosis: 'name-not-escaped',
    edits: [["    .replaceAll('&', '&amp;')\n", '']],
  },
  {
    name: 'names-escaped-twice',
    killedBy: 'escaped',
    diagnosis: 'escaped-twice',
    edits: [['>${escapeHtml(name)}${slash}</a>', '>${escapeHtml(escapeHtml(name))}${slash}</a>']],
  },
  {
    name: 'names-shown-encoded',
    killedBy: 'escaped',
    diagnosis: 'shows-encoded-name',
    edits: [['>${escapeHtml(name)}${slash}</a>', '>${encodeURIComponent(name)}${slash}</a>']],
  },
  {
    name: 'page-in-latin1',
    killedBy: 'escaped',
    diagnosis: 'through-text',
    edits: [[PAGE_END, "</table>\n`, 'latin1');"]],
  },
  {
    name: 'says-latin1',
    killedBy: 'escaped',
    diagnosis: 'no-charset',
    ...response,
    edits: [[OK_TYPE, OK_TYPE.replace('utf-8', 'iso-8859-1')]],
  },
  {
    name: 'plus-as-space',
    killedBy: 'spelling',
    diagnosis: 'plus-as-space',
    edits: [[DECODE, "name = decodeURIComponent(encoded.replaceAll('+', ' '));"]],
  },
  {
    name: 'query-in-name',
    killedBy: 'query',
    diagnosis: 'query-in-name',
    edits: [[ENCODED, 'const encoded = uri;']],
  },

  // The slash at the end.
  {
    name: 'no-redirect',
    killedBy: 'without-slash',
    diagnosis: 'links-break-without-slash',
    edits: [["if (!uri.endsWith('/')) {", "if (uri === '') {"]],
  },
  {
    name: 'no-slash-no-folder',
    killedBy: 'without-slash',
    diagnosis: 'folder-not-found',
    edits: [["if (!uri.endsWith('/')) {", "if (!uri.endsWith('/')) {\n    throw notFound();"]],
  },
  {
    name: 'redirect-without-location',
    killedBy: 'without-slash',
    diagnosis: 'no-location',
    edits: [[LOCATION, '{}']],
  },
  {
    name: 'location-as-asked',
    killedBy: 'redirects-home',
    diagnosis: 'redirects-elsewhere',
    edits: [[LOCATION, "{ Location: `${uri}/${query ?? ''}` }"]],
  },
  {
    name: 'location-decoded',
    killedBy: 'redirects-home',
    diagnosis: 'header-injected',
    edits: [[LOCATION, "{ Location: `${decodeURIComponent(uri)}/${query ?? ''}` }"]],
  },
  {
    name: 'location-from-raw-names',
    killedBy: 'redirect-names',
    diagnosis: 'redirect-not-encoded',
    edits: [[LOCATION, "{ Location: `${decodeURIComponent(location)}${query ?? ''}` }"]],
  },
  {
    name: 'location-with-encode-uri',
    killedBy: 'redirect-names',
    diagnosis: 'redirect-not-encoded',
    edits: [[LOCATION, "{ Location: `${encodeURI(decodeURIComponent(location))}${query ?? ''}` }"]],
  },
  {
    name: 'odd-names-not-redirected',
    killedBy: 'redirect-names',
    diagnosis: 'folder-not-found',
    edits: [
      [
        "if (!uri.endsWith('/')) {",
        "if (!uri.endsWith('/')) {\n    if (uri.includes('%')) throw notFound();",
      ],
    ],
  },
  {
    name: 'redirect-302',
    killedBy: 'redirect-301',
    diagnosis: 'not-for-good',
    edits: [["throw new HttpError(301, 'This", "throw new HttpError(302, 'This"]],
  },
  {
    name: 'query-lost',
    killedBy: 'redirect-301',
    diagnosis: 'query-lost',
    edits: [[LOCATION, '{ Location: location }']],
  },
  {
    name: 'slash-behind-query',
    killedBy: 'redirect-301',
    diagnosis: 'wrong-location',
    edits: [[LOCATION, '{ Location: `${target}/` }']],
  },

  // Responses.
  {
    name: 'lf-only',
    killedBy: 'responses',
    diagnosis: 'bare-lf',
    ...response,
    edits: [["head.join('\\r\\n')", "head.join('\\n')"]],
  },
  {
    name: 'no-blank-line-on-errors',
    killedBy: 'responses',
    diagnosis: 'no-colon',
    ...response,
    edits: [[END_OF_HEAD, "    '',\n    ...(status === 200 ? [''] : []),\n  ];"]],
  },
  {
    name: 'two-blank-lines',
    killedBy: 'responses',
    diagnosis: 'blank-line-twice',
    ...response,
    edits: [[END_OF_HEAD, "    '',\n    '',\n    '',\n  ];"]],
  },
  {
    name: 'equals-for-colon',
    killedBy: 'responses',
    diagnosis: 'no-colon',
    ...response,
    edits: [[FIELD, ".map(([name, value]) => `${name}${status === 200 ? ':' : ' ='} ${value}`)"]],
  },
  {
    name: 'indented-headers',
    killedBy: 'responses',
    diagnosis: 'leading-space',
    ...response,
    edits: [['`Date: ${', '`  Date: ${']],
  },
  {
    name: 'no-status-line-on-errors',
    killedBy: 'responses',
    diagnosis: 'bad-status-line',
    ...response,
    edits: [[STATUS_LINE, "`${status === 200 ? 'HTTP/1.1 ' : 'Error '}${status} ${reasons[status]}`"]],
  },
  {
    name: 'length-in-characters',
    killedBy: 'responses',
    diagnosis: 'length-in-characters',
    ...response,
    edits: [[LENGTH, '`Content-Length: ${body.toString().length}`']],
  },
  {
    name: 'newline-not-counted',
    killedBy: 'responses',
    diagnosis: 'length-too-small',
    ...response,
    edits: [[LENGTH, '`Content-Length: ${body.length - 1}`']],
  },
  {
    name: 'repeats-the-request',
    killedBy: 'error-pages',
    diagnosis: 'request-becomes-markup',
    edits: [
      [
        MISSING,
        "if (missing.includes(code)) return Buffer.from(`HTTP/1.1 404 Not Found\\r\\nContent-Type: text/html\\r\\nConnection: close\\r\\n\\r\\n<p>Not here: ${path.basename((error as NodeJS.ErrnoException).path ?? '')}`);",
      ],
    ],
  },

  {
    name: 'repeats-a-wrong-request-line',
    killedBy: 'error-pages',
    diagnosis: 'request-becomes-markup',
    edits: [
      [
        'const request = parseRequest(head);',
        "const line = head.split('\\r\\n')[0] ?? '';\n    if (line.split(' ').length !== 3) return Buffer.from(`HTTP/1.1 400 Bad Request\\r\\nContent-Type: text/html\\r\\nConnection: close\\r\\n\\r\\n<p>Wrong: ${line}`);\n    const request = parseRequest(head);",
      ],
    ],
  },
  {
    name: 'target-as-heading',
    killedBy: 'error-pages',
    diagnosis: 'request-becomes-markup',
    edits: [
      [LIST, 'return okResponse(await listing(file, target));'],
      ['async function listing(folder: string)', 'async function listing(folder: string, target: string)'],
      ['<h1>${title}</h1>', '<h1>${target}</h1>'],
    ],
  },
  {
    name: 'decoded-target-as-heading',
    killedBy: 'error-pages',
    diagnosis: 'request-becomes-markup',
    edits: [
      [LIST, "return okResponse(await listing(file, decodeURIComponent(target.split('?')[0] ?? '')));"],
      ['async function listing(folder: string)', 'async function listing(folder: string, target: string)'],
      ['<h1>${title}</h1>', '<h1>${target}</h1>'],
    ],
  },

  // Outside.
  { name: 'no-check', killedBy: 'dots', diagnosis: 'escapes-by-dots', edits: [[INSIDE, ANYWHERE]] },
  {
    name: 'takes-dots-out',
    killedBy: 'dots',
    diagnosis: 'escapes-by-dots',
    edits: [
      [INSIDE, ANYWHERE],
      [DECODE, "name = decodeURIComponent(encoded).replaceAll('../', '');"],
    ],
  },
  {
    name: 'prefix-without-separator',
    killedBy: 'dots',
    diagnosis: 'escapes-by-prefix',
    edits: [[INSIDE, 'return file.startsWith(webRoot);']],
  },
  {
    name: 'checked-before-decoding',
    killedBy: 'encoded-dots',
    diagnosis: 'escapes-by-encoding',
    edits: [
      [INSIDE, ANYWHERE],
      [ENCODED, `${ENCODED}\n  if (encoded.includes('..')) throw notFound();`],
    ],
  },
  {
    name: 'refuses-plain-dots-only',
    killedBy: 'dots',
    diagnosis: 'escapes-by-encoding',
    edits: [
      [INSIDE, ANYWHERE],
      [ENCODED, `${ENCODED}\n  if (encoded.includes('..')) throw notFound();`],
    ],
  },
  {
    name: 'no-check-decoded',
    killedBy: 'encoded-dots',
    diagnosis: 'escapes-by-dots',
    edits: [[INSIDE, ANYWHERE]],
  },
  {
    name: 'decoded-after-check',
    killedBy: 'encoded-dots',
    diagnosis: 'escapes-by-double-decoding',
    edits: [
      [REAL, 'const real = await realpath(path.join(webRoot, unescape(name)));'],
      [CHECK_REAL, ''],
    ],
  },
  {
    name: 'backslashes-turned',
    killedBy: 'encoded-dots',
    diagnosis: 'escapes-by-backslash',
    edits: [
      [REAL, "const real = await realpath(file.replaceAll('\\\\', '/'));"],
      [CHECK_REAL, ''],
    ],
  },
  {
    name: 'absolute-path-wins',
    killedBy: 'absolute-paths',
    diagnosis: 'escapes-by-absolute-path',
    edits: [
      [INSIDE, ANYWHERE],
      ['path.join(webRoot, name)', 'path.resolve(webRoot, name.slice(1))'],
    ],
  },
  {
    name: 'links-followed-out',
    killedBy: 'links-out',
    diagnosis: 'escapes-by-link',
    edits: [[CHECK_REAL, '']],
  },

  // Other clients.
  {
    name: 'one-folder-for-all',
    killedBy: 'crowd',
    diagnosis: 'mixes-up-clients',
    edits: [
      ['// The answer to a GET.', "let current = '';\n// The answer to a GET."],
      [
        'const file = await resolveUri(target);',
        'current = target;\n  const file = await resolveUri(target);',
      ],
      [LIST, 'return okResponse(await listing(await resolveUri(current)));'],
    ],
  },
  {
    name: 'last-piece-only',
    killedBy: 'pieces',
    diagnosis: 'first-piece-only',
    edits: [['received = Buffer.concat([received, bytes]);', 'received = bytes;']],
  },
  {
    name: 'no-error-handler',
    killedBy: 'survives-reset',
    diagnosis: 'crashed',
    edits: [["socket.on('error', (error) => console.error(`client lost: ${error.message}`));", '']],
  },
  {
    name: 'keeps-clients',
    killedBy: 'clean-stop',
    diagnosis: 'ignores-signal',
    edits: [['for (const socket of clients) socket.destroy();', '']],
  },

  // Bonus.
  {
    name: 'forbidden-or-missing',
    killedBy: 'no-oracle',
    diagnosis: 'tells-what-exists',
    edits: [
      ['if (!isInside(file)) throw notFound();', ''],
      [CHECK_REAL, "if (!isInside(real)) throw new HttpError(403, 'This is not for you.');"],
    ],
  },
  {
    name: 'error-without-charset',
    killedBy: 'not-found-page',
    diagnosis: 'no-charset',
    ...response,
    edits: [[ERROR_TYPE, "{ ...error.headers, 'Content-Type': 'text/plain' }"]],
  },
  {
    name: 'error-without-type',
    killedBy: 'not-found-page',
    diagnosis: 'no-content-type',
    ...response,
    edits: [[ERROR_TYPE, 'error.headers']],
  },
  {
    name: 'empty-not-found-page',
    killedBy: 'not-found-page',
    diagnosis: 'error-page-without-words',
    ...response,
    edits: [[ERROR_BODY, "const body = Buffer.from('\\n');"]],
  },
  {
    name: 'no-way-up',
    killedBy: 'parent',
    diagnosis: 'no-parent-link',
    edits: [['if (folder !== webRoot) rows.unshift(\'<tr><td><a href="../">../</a><td><td>\');', '']],
  },
  {
    name: 'by-name-only',
    killedBy: 'folders-first',
    diagnosis: 'folders-not-first',
    edits: [['Number(b.isFolder) - Number(a.isFolder) || ', '']],
  },
  {
    name: 'no-sizes',
    killedBy: 'columns',
    diagnosis: 'no-size',
    edits: [["<td>${isFolder ? '' : size}", '']],
  },
  {
    name: 'no-times',
    killedBy: 'columns',
    diagnosis: 'no-time',
    edits: [["<td>${changed.toISOString().slice(0, 16).replace('T', ' ')}", '']],
  },
];
export default mutants;
