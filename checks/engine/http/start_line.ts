import type { Line } from './byte_queue.ts';
import { indexOfOther, TEXT, TOKEN, URI } from './characters.ts';
import type { Judge } from './problem.ts';

/** The first line of a request. */
export interface RequestLine {
  method: string;
  target: string;
  /** `1.1` */
  version: string;
  /** Offsets of the three parts. */
  at: { method: number; target: number; version: number };
}

/** The first line of a response. */
export interface StatusLine {
  /** `1.1` */
  version: string;
  status: number;
  reason: string;
}

/** Takes a request line apart (RFC 9112, section 3). */
export function parseRequestLine({ text, at }: Line, judge: Judge): RequestLine {
  const words = [...text.matchAll(/[^ \t\v\f]+/g)].map((match) => ({ word: match[0], at: at + match.index }));
  const [method, target, third] = words;
  const version = words.at(-1);
  if (method && target && !third && /^HTTP/i.test(target.word)) {
    judge.stop('bad-request-line', target.at, 'Here the target is missing: at least a slash.');
  }
  if (!method || !target || !third || !version) {
    const missing = ['method, target and version are', 'target and version are', 'the version is'];
    return judge.stop('bad-request-line', at + text.length, `Here ${missing[words.length]} missing.`);
  }
  if (!/^HTTP/i.test(version.word)) {
    judge.stop('bad-request-line', version.at, 'Here the version is expected.');
  }
  const extra = /^[ \t\v\f]|[\t\v\f]|(?<= ) | $/.exec(text);
  if (extra) judge.note('extra-space', at + extra.index);
  if (words.length > 3) {
    judge.note('not-percent-encoded', target.at + target.word.length, 'A space is written %20.');
    target.word = text.slice(target.at - at, version.at - at).trimEnd();
  }
  const strange = indexOfOther(method.word, TOKEN);
  if (strange >= 0) judge.stop('bad-method', method.at + strange);
  checkTarget(method.word, target.word, target.at, judge);
  const number = /^HTTP\/(1\.\d)$/.exec(version.word)?.[1];
  if (number === undefined) return judge.stop('bad-version', version.at);
  return {
    method: method.word,
    target: target.word,
    version: number,
    at: { method: method.at, target: target.at, version: version.at },
  };
}

function checkTarget(method: string, target: string, at: number, judge: Judge): void {
  const fragment = target.indexOf('#');
  if (fragment >= 0) judge.note('fragment-sent', at + fragment);
  const strange = indexOfOther(target.replaceAll(' ', '+'), URI);
  if (strange >= 0) judge.note('not-percent-encoded', at + strange);
  const known =
    target.startsWith('/') ||
    /^[a-z][a-z0-9+.-]*:\/\/[^/?#]/i.test(target) ||
    (method === 'OPTIONS' && target === '*') ||
    (method === 'CONNECT' && /^[^/?]+:\d+$/.test(target));
  if (!known) judge.note('bad-target', at);
}

/** Takes a status line apart (RFC 9112, section 4). */
export function parseStatusLine({ text, at }: Line, judge: Judge): StatusLine {
  const parts = /^HTTP\/(\d\.\d) (\d{3})(?!\d)( ?)(.*)$/s.exec(text);
  if (!parts) return explainStatusLine(text, at, judge);
  const [, version = '', code = '', space = '', reason = ''] = parts;
  const behindCode = at + 'HTTP/1.1 200'.length;
  if (!version.startsWith('1.')) judge.stop('bad-version', at + 'HTTP/'.length);
  if (!/^[1-5]/.test(code)) judge.note('bad-status-code', behindCode - code.length);
  if (space === '') judge.note('status-without-space', behindCode);
  const strange = indexOfOther(reason, TEXT);
  if (strange >= 0) judge.note('bad-reason', behindCode + space.length + strange);
  return { version, status: Number(code), reason };
}

/** Whether what came so far can still become a status line. */
export const mayBecomeStatusLine = (start: string): boolean => 'HTTP/'.startsWith(start.slice(0, 5));

/** Finds the place where a line stops being a status line. */
function explainStatusLine(text: string, at: number, judge: Judge): never {
  const [name, indent = ''] = /^(\s*)HTTP\/\d(?:\.\d)?(?=\s|$)/i.exec(text) ?? [];
  if (name === undefined) return judge.stop('bad-status-line', at, 'This is something else.');
  if (indent !== '') judge.stop('extra-space', at);
  if (!/^HTTP\/1\.\d$/.test(name)) judge.stop('bad-version', at);
  const extra = /^ ?\s+(?=\d{3}(?!\d))/.exec(text.slice(name.length))?.[0];
  if (extra) judge.stop('extra-space', at + name.length + (extra.startsWith(' ') ? 1 : 0));
  return judge.stop('bad-status-code', at + Math.min(text.length, name.length + 1));
}
