/**
 * What real servers fail in our checks, and why, by lab and name: each was compared with what the server
 * really does. (Versions differ: what is listed may pass somewhere.)
 */
export const KNOWN_FAILURES: Readonly<Record<string, readonly [checks: readonly string[], why: string]>> = {
  'lab06 Python, http.server': [
    ['charset', 'reads-everything'],
    'It names no charset, and it closes the connection while the body of a request is still unread, which resets it.',
  ],
  'lab06 busybox httpd': [
    ['charset', 'reads-everything'],
    'It names no charset, and it closes the connection while the body of a request is still unread, which resets it.',
  ],
  'lab06 npm http-server': [
    ['reads-everything'],
    'It closes the connection while the body of a request is still unread, which resets it.',
  ],
  'lab06 npm serve': [
    ['clean-stop', 'reads-everything'],
    'It waits for the clients that are connected before it stops, and closes connections with unread bytes.',
  ],
  'lab06 node:http, files': [
    ['reads-everything'],
    'It closes the connection while the body of a request is still unread, which resets it.',
  ],
  'lab07 Python, http.server': [
    ['any-target', 'versions', 'wrong-request-line', 'space-before-colon', 'unfinished', 'absolute-form'],
    'It sends files, not one page for all targets. To HTTP/9.9 it answers without a status line; it takes half a head for a whole one when the client ends its side.',
  ],
  'lab07 busybox httpd': [
    [
      'prints-target',
      'any-target',
      'method-case',
      'head',
      'versions',
      'wrong-request-line',
      'space-before-colon',
      'unfinished',
      'absolute-form',
    ],
    'It sends files and prints nothing; it takes get for GET, answers HEAD with content, and reads neither versions nor headers.',
  ],
  'lab07 nginx': [
    ['prints-target', 'any-target', 'other-methods', 'unknown-method'],
    'It sends files and prints nothing; its 405 has no Allow.',
  ],
  'lab07 lighttpd': [
    ['prints-target', 'any-target', 'other-methods'],
    'It sends files and prints nothing; to POST for a file it answers 200.',
  ],
  'lab07 Apache': [
    ['prints-target', 'any-target', 'other-methods', 'versions'],
    'It sends files and prints nothing; to POST for a file it answers 200, and also to HTTP/9.9.',
  ],
  'lab07 npm http-server': [
    [
      'prints-target',
      'any-target',
      'other-methods',
      'versions',
      'wrong-request-line',
      'host-required',
      'explains-errors',
      'absolute-form',
    ],
    'It sends files; its 405 has no Allow; the versions and the request line are read by node:http, which is tolerant.',
  ],
  'lab07 npm serve': [
    [
      'prints-target',
      'any-target',
      'other-methods',
      'versions',
      'wrong-request-line',
      'clean-stop',
      'host-required',
      'explains-errors',
      'absolute-form',
    ],
    'It sends files and takes any method for GET; it waits for the clients that are connected before it stops.',
  ],
  'lab07 node:http, files': [
    ['prints-target', 'any-target', 'explains-errors', 'host-required'],
    'It sends files and prints nothing; of two Host headers node:http takes the first, and its own 400 has no content.',
  ],
  'lab08 Python, http.server': [
    ['files-later', 'nul', 'redirects-home', 'links-out', 'parent', 'folders-first', 'columns'],
    'It sends files, as it should. It closes without a reply on NUL, sends /\\\\example.com to another host (an open redirect), and follows links out of the root.',
  ],
  'lab08 nginx': [['files-later'], 'It sends files, as it should.'],
  'lab08 lighttpd': [
    ['files-later', 'not-found-page'],
    'It sends files, as it should; its 404 page names no charset.',
  ],
  'lab08 Apache': [['files-later'], 'It sends files, as it should.'],
  'lab08 npm http-server': [
    ['missing', 'files-later', 'nul', 'odd-paths', 'redirects-home', 'links-out', 'redirect-301'],
    'It sends files, as it should. Its 404 is empty, NUL and too long names are 500, //folder is redirected to a host of that name, and links out of the root are followed.',
  ],
  'lab08 npm serve': [
    [
      'files-later',
      'nul',
      'odd-paths',
      'links',
      'links-out',
      'clean-stop',
      'folders-first',
      'columns',
      'redirect-301',
    ],
    'It sends files, as it should. Its links are not percent-encoded, NUL and too long names are 500, links out of the root are followed, and it waits for connected clients before it stops.',
  ],
  'lab08 node:http, listing': [['columns'], 'It has no columns.'],
  'lab09 Python, http.server': [
    ['charset', 'time-page', 'links-out', 'range', 'keep-alive', 'fifo', 'idle'],
    'No charset, no /time-page, no ranges, HTTP/1.0 only; it follows links out of the root, and a FIFO makes it wait for ever.',
  ],
  'lab09 busybox httpd': [
    [
      'types',
      'no-extension',
      'head',
      'time-page',
      'links-out',
      'listing',
      'last-modified',
      'range',
      'fifo',
      'idle',
      'keep-alive',
    ],
    'It does not know some types, answers HEAD with content, follows links out of the root, and lists nothing; a FIFO makes it wait for ever.',
  ],
  'lab09 nginx': [
    ['time-page', 'idle'],
    'No /time-page; it waits longer for a silent client than the check.',
  ],
  'lab09 lighttpd': [
    ['time-page', 'odd-files', 'idle'],
    'No /time-page; a loop of links is 500; it waits longer for a silent client than the check.',
  ],
  'lab09 Apache': [
    ['time-page', 'idle'],
    'No /time-page; it waits longer for a silent client than the check.',
  ],
  'lab09 npm http-server': [
    ['time-page', 'odd-files', 'traversal', 'links-out', 'vanishing', 'leavers', 'range', 'idle'],
    'No /time-page; a name that is too long is 500; a file that vanishes ends it; files stay open when clients leave; it follows links out of the root.',
  ],
  'lab09 npm serve': [
    [
      'no-extension',
      'index',
      'time-page',
      'odd-files',
      'traversal',
      'links-out',
      'vanishing',
      'leavers',
      'clean-stop',
      'last-modified',
      'range',
      'idle',
    ],
    'No /time-page; odd names are 500; files stay open when clients leave; it follows links out of the root, and sends index.html elsewhere.',
  ],
};
