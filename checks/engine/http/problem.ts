/**
 * Every way in which an HTTP/1.1 message can break the grammar that this reader knows, with the place
 * where the rule stands and a sentence for a beginner.
 */
export const PROBLEMS = {
  // Lines of the head.
  'bare-lf': [
    'RFC 9112, section 2.2',
    'This line ends with LF (\\n) alone. Every line of the head ends with CR LF (\\r\\n).',
  ],
  'bare-cr': [
    'RFC 9112, section 2.2',
    'Here is a CR (\\r) without an LF (\\n) behind it. The two come only together, at the end of a line.',
  ],
  'leading-empty-line': ['RFC 9112, section 2.2', 'There is an empty line before the first line.'],
  'head-too-large': ['RFC 9112, section 3', 'The head does not end.'],

  // Request line: GET /path HTTP/1.1
  'request-line': ['RFC 9112, section 3', 'A request line has three parts: GET /path HTTP/1.1.'],
  'extra-space': [
    'RFC 9112, section 3',
    'There is exactly one space between the parts of the first line, and none around them.',
  ],
  method: ['RFC 9112, section 3.1', 'This character cannot stand in the name of a method.'],
  target: [
    'RFC 9112, section 3.2',
    'The target of a request begins with a slash: the path of the URL, then the query.',
  ],
  'target-character': [
    'RFC 3986, section 2',
    'This byte cannot stand in a URL as it is. It is written as % and two hexadecimal digits.',
  ],
  'target-fragment': [
    'RFC 9112, section 3.2',
    'The fragment (# and what follows) is for the client alone. It is not sent.',
  ],
  version: ['RFC 9112, section 2.3', 'The version is HTTP/1.1 or HTTP/1.0, in capital letters.'],

  // Status line: HTTP/1.1 200 OK
  'status-line': ['RFC 9112, section 4', 'A response begins with a status line: HTTP/1.1 200 OK.'],
  'status-code': ['RFC 9112, section 4', 'The status code has three digits, the first of them from 1 to 5.'],
  'status-without-space': [
    'RFC 9112, section 4',
    'The space behind the status code belongs there even when no reason follows.',
  ],
  reason: ['RFC 9112, section 4', 'This control character cannot stand in a status line.'],

  // Field lines: Name: value
  'leading-space': ['RFC 9112, section 2.2', 'The first field line begins with white space.'],
  'obs-fold': [
    'RFC 9112, section 5.2',
    'The line begins with white space, which makes it part of the line before. Such folded lines are no longer allowed.',
  ],
  'no-colon': [
    'RFC 9112, section 5',
    'This line of the head has no colon. Is it content already? Then the blank line before it is missing.',
  ],
  'space-before-colon': [
    'RFC 9112, section 5.1',
    'There is white space between the name of the field and the colon.',
  ],
  'field-name': ['RFC 9110, section 5.1', 'This character cannot stand in the name of a field.'],
  'field-value': ['RFC 9110, section 5.5', 'This control character cannot stand in the value of a field.'],

  // How long the content is.
  'length-and-encoding': [
    'RFC 9112, section 6.2',
    'Content-Length and Transfer-Encoding do not go together: they give two lengths for one content.',
  ],
  'content-length': ['RFC 9110, section 8.6', 'Content-Length is one number, written in decimal digits.'],
  'content-length-differs': [
    'RFC 9112, section 6.3',
    'There are two Content-Length fields, and they do not agree.',
  ],
  'content-length-repeated': ['RFC 9110, section 8.6', 'Content-Length is there more than once.'],
  'content-not-allowed': [
    'RFC 9110, section 8.6',
    'A response with this status has no content, so nothing may give it a length.',
  ],
  'transfer-encoding': [
    'RFC 9112, section 6.1',
    'chunked has to be the last transfer coding, and there only once: without it nobody can tell where the request ends.',
  ],
  'transfer-encoding-1.0': ['RFC 9112, section 6.1', 'HTTP/1.0 knows no Transfer-Encoding.'],

  // Chunked content: size CR LF, data CR LF, …, 0 CR LF, CR LF
  'chunk-size': [
    'RFC 9112, section 7.1',
    'Here the size of a chunk is expected: hexadecimal digits, then CR LF.',
  ],
  'chunk-space': ['RFC 9112, section 7.1', 'There is white space behind the size of the chunk.'],
  'chunk-end': [
    'RFC 9112, section 7.1',
    'The chunk has its whole size; here CR LF is expected. Does the size count bytes?',
  ],

  // The connection ended too early.
  nothing: ['RFC 9112, section 8', 'The connection ended without a single byte.'],
  'head-cut-short': [
    'RFC 9112, section 8',
    'The connection ended inside the head: the blank line that ends the head never came.',
  ],
  'content-cut-short': ['RFC 9112, section 8', 'The connection ended before the content was whole.'],
} as const satisfies Record<string, readonly [spec: string, message: string]>;

export type ProblemKind = keyof typeof PROBLEMS;

/** One place where a message breaks the grammar. */
export interface Problem {
  kind: ProblemKind;
  /** Offset in bytes, in the whole stream, of the byte that is wrong; or of the end, where bytes are missing. */
  at: number;
  /** `RFC 9112, section 2.2` */
  spec: string;
  /** One or two plain sentences. */
  message: string;
}

/** What a parser does with what it finds wrong. */
export interface Judge {
  /** A forgiving reader can go on after this; a strict one throws a `ReadingStopped`. */
  note(kind: ProblemKind, at: number, detail?: string): void;
  /** No reader can go on after this. */
  stop(kind: ProblemKind, at: number, detail?: string): never;
}

/** Ends the reading of a message. */
export class ReadingStopped extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

export function problem(kind: ProblemKind, at: number, detail?: string): Problem {
  const [spec, message] = PROBLEMS[kind];
  return { kind, at, spec, message: detail ? `${message} ${detail}` : message };
}
