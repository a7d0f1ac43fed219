/**
 * Every way in which an HTTP/1.x message can break the grammar that this reader knows: where the rule
 * stands, the name of the mistake (for a headline), and what to say to a beginner.
 */
export const PROBLEMS = {
  // Lines of the head.
  'bare-lf': [
    'RFC 9112, section 2.2',
    'A line ends with LF alone',
    'This line ends with LF (\\n) alone. In HTTP every line of the head ends with CR LF (\\r\\n).',
  ],
  'bare-cr': [
    'RFC 9112, section 2.2',
    'A CR stands alone',
    'Here is a CR (\\r) without an LF (\\n) behind it. The two come only together, at the end of a line.',
  ],
  'leading-empty-line': [
    'RFC 9112, section 2.2',
    'An empty line stands before the message',
    'There is an empty line before the first line.',
  ],
  'head-too-large': [
    'RFC 9112, section 3',
    'The head does not end',
    'The blank line that ends the head does not come.',
  ],

  // Request line: GET /path HTTP/1.1
  'bad-request-line': [
    'RFC 9112, section 3',
    'A part of the request line is not there',
    'A request line has three parts: GET /path HTTP/1.1.',
  ],
  'extra-space': [
    'RFC 9112, section 3',
    'The first line has too much white space',
    'There is exactly one space between the parts of the first line, and none around them.',
  ],
  'bad-method': [
    'RFC 9112, section 3.1',
    'This is no name of a method',
    'This character cannot stand in the name of a method.',
  ],
  'bad-target': [
    'RFC 9112, section 3.2',
    'This is no target of a request',
    'The target of a request begins with a slash: the path of the URL, then the query.',
  ],
  'not-percent-encoded': [
    'RFC 3986, section 2.1',
    'The target has a byte that must be percent-encoded',
    'This byte cannot stand in a request as it is. It is written as % and two hexadecimal digits.',
  ],
  'fragment-sent': [
    'RFC 9112, section 3.2',
    'The fragment was sent to the server',
    'The fragment (# and what follows) is for the client alone. It is not sent.',
  ],
  'bad-version': [
    'RFC 9112, section 2.3',
    'The version of HTTP is not right',
    'The version is HTTP/1.1 or HTTP/1.0, in capital letters.',
  ],

  // Status line: HTTP/1.1 200 OK
  'bad-status-line': [
    'RFC 9112, section 4',
    'The response does not begin with a status line',
    'A response begins with a status line: HTTP/1.1 200 OK.',
  ],
  'bad-status-code': [
    'RFC 9112, section 4',
    'This is no status code',
    'The status code has three digits, the first of them from 1 to 5.',
  ],
  'status-without-space': [
    'RFC 9112, section 4',
    'The space behind the status code is not there',
    'The space behind the status code belongs there even when no reason follows.',
  ],
  'bad-reason': [
    'RFC 9112, section 4',
    'A control character stands in the status line',
    'This control character cannot stand in a status line.',
  ],

  // Field lines: Name: value
  'leading-space': [
    'RFC 9112, section 2.2',
    'White space stands before the first header',
    'The first header line begins with white space.',
  ],
  'obs-fold': [
    'RFC 9112, section 5.2',
    'A header line is folded',
    'The line begins with white space, which makes it part of the line before. Such folded lines are no longer allowed.',
  ],
  'no-colon': [
    'RFC 9112, section 5',
    'A line of the head has no colon',
    'This line of the head has no colon. Is it content already? Then the blank line before it is missing.',
  ],
  'space-before-colon': [
    'RFC 9112, section 5.1',
    'White space stands before a colon',
    'There is white space between the name of the header and the colon.',
  ],
  'bad-field-name': [
    'RFC 9110, section 5.1',
    'This is no name of a header',
    'This character cannot stand in the name of a header.',
  ],
  'bad-field-value': [
    'RFC 9110, section 5.5',
    'A control character stands in a header',
    'This control character cannot stand in the value of a header.',
  ],

  // How long the content is.
  'length-and-encoding': [
    'RFC 9112, section 6.2',
    'The content has two lengths',
    'Content-Length and Transfer-Encoding do not go together: they give two lengths for one content.',
  ],
  'bad-content-length': [
    'RFC 9110, section 8.6',
    'Content-Length is not a number',
    'Content-Length is one number, written in decimal digits.',
  ],
  'content-length-differs': [
    'RFC 9112, section 6.3',
    'The content has two lengths',
    'There are two Content-Length headers, and they do not agree.',
  ],
  'content-length-repeated': [
    'RFC 9110, section 8.6',
    'Content-Length is there twice',
    'Content-Length is there more than once.',
  ],
  'length-not-allowed': [
    'RFC 9110, section 8.6',
    'A response that has no content gives it a length',
    'A response with this status has no content, so nothing may give it a length.',
  ],
  'bad-transfer-encoding': [
    'RFC 9112, section 6.1',
    'chunked is not the last transfer coding',
    'chunked has to be the last transfer coding, and there only once: without it nobody can tell where the content ends.',
  ],
  'chunks-in-http-1-0': [
    'RFC 9112, section 6.1',
    'HTTP/1.0 has no chunks',
    'A message of HTTP/1.0 cannot have a Transfer-Encoding.',
  ],

  // Chunked content: size CR LF, data CR LF, …, 0 CR LF, CR LF
  'bad-chunk-size': [
    'RFC 9112, section 7.1',
    'This is not the size of a chunk',
    'Here the size of a chunk is expected: hexadecimal digits, then CR LF.',
  ],
  'space-behind-chunk-size': [
    'RFC 9112, section 7.1',
    'White space stands behind the size of a chunk',
    'There is white space behind the size of the chunk.',
  ],
  'bad-chunk-end': [
    'RFC 9112, section 7.1',
    'A chunk has another length than its size says',
    'The chunk has its whole size; here CR LF is expected. Does the size count bytes?',
  ],

  // The connection ended too early.
  'no-bytes': ['RFC 9112, section 8', 'Nothing was sent', 'The connection ended without a single byte.'],
  'head-cut-short': [
    'RFC 9112, section 8',
    'The blank line behind the head never came',
    'The connection ended inside the head: the blank line that ends the head never came.',
  ],
  'content-cut-short': [
    'RFC 9112, section 8',
    'The content is shorter than its length says',
    'The connection ended before the content was whole.',
  ],
} as const satisfies Record<string, readonly [spec: string, name: string, message: string]>;

export type ProblemKind = keyof typeof PROBLEMS;

/** One place where a message breaks the grammar. */
export interface Problem {
  /** Also a diagnosis: the catalogue has its name. */
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
  const [spec, , message] = PROBLEMS[kind];
  return { kind, at, spec, message: detail ? `${message} ${detail}` : message };
}
