import type { Role } from './annotate.ts';

/** The methods of RFC 9110 and RFC 5789. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];

/** Which message this line begins, if it begins one. A wrong one counts as long as its purpose is clear. */
export function isStartLine(line: string, role: Role): 'request' | 'response' | undefined {
  if (role !== 'request' && /^HTTP\/\d/i.test(line)) return 'response';
  if (role === 'response') return undefined;
  const known = METHODS.includes(line.split(' ')[0]?.toUpperCase() ?? '') && / ./.test(line);
  return known || /^[^\s:]+ [^ ].* HTTP\/\d/i.test(line) ? 'request' : undefined;
}

/** Whether the beginning of a line can still become a start line. */
export function mayBecomeStartLine(start: string, role: Role): boolean {
  if (isStartLine(start, role)) return true;
  if (role !== 'request' && 'HTTP/'.startsWith(start.slice(0, 5).toUpperCase())) return true;
  const [method = '', ...rest] = start.split(' ');
  if (role === 'response') return false;
  return rest.length > 0
    ? METHODS.includes(method)
    : METHODS.some((known) => known.startsWith(method.toUpperCase()));
}

/** What the first digit of a status says (RFC 9110, section 15). */
const CLASSES: Readonly<Record<string, string>> = {
  1: 'the answer is still to come',
  2: 'it worked',
  3: 'look elsewhere, or at your own copy',
  4: 'the request is at fault',
  5: 'the server is at fault',
};

/** Half a line about a start line, and whether it says what is wrong. */
export function startLineNote(line: string, role: 'request' | 'response'): { note: string; wrong: boolean } {
  if (role === 'request') {
    if (!/ HTTP\/\d/.test(line)) return { note: 'request line without a version', wrong: true };
    return /^\S+ \S+ HTTP\/1\.\d$/.test(line)
      ? { note: 'request line: method, target, version', wrong: false }
      : { note: 'request line, but not as it should be: method, target, version', wrong: true };
  }
  const [, status] = /^HTTP\/1\.\d ([1-5]\d\d)(?: |$)/.exec(line) ?? [];
  return status
    ? { note: `status ${status}: ${CLASSES[status.charAt(0)]}`, wrong: false }
    : { note: 'status line, but not as it should be: version, status, reason', wrong: true };
}
