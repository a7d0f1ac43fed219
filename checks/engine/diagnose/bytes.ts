/** How bytes that should be equal differ. */
export interface Difference {
  diagnosis: string;
  /** Offset of the first byte of `actual` that is wrong or missing. */
  at: number;
  message: string;
}

const REPLACEMENT = Buffer.from('\uFFFD');

/** The offset of the first byte in which the two differ. */
export function firstDifference(expected: Buffer, actual: Buffer): number {
  const shorter = Math.min(expected.length, actual.length);
  let at = 0;
  // Compare in blocks first: a byte-by-byte loop over megabytes takes long enough to be noticed.
  while (at + 4096 <= shorter && expected.compare(actual, at, at + 4096, at, at + 4096) === 0) at += 4096;
  while (at < shorter && expected[at] === actual[at]) at += 1;
  return at;
}

const withoutCr = (bytes: Buffer): string =>
  bytes.toString('latin1').replaceAll('\r', '').replace(/\n+$/, '');

/** Says how `actual` differs from `expected`, by the name of the mistake where it is a known one; `undefined` when they are equal. */
export function explainDifference(expected: Buffer, actual: Buffer): Difference | undefined {
  if (expected.equals(actual)) return undefined;
  const at = firstDifference(expected, actual);
  const difference = (diagnosis: string, message: string): Difference => ({ diagnosis, at, message });

  if (actual.includes(REPLACEMENT, Math.max(0, at - 2)) && !expected.includes(REPLACEMENT)) {
    return difference(
      'through-text',
      'Bytes that are not valid UTF-8 became U+FFFD (ef bf bd), the replacement character. Keep the Buffer as it arrived: no toString(), no setEncoding(), no string concatenation.',
    );
  }
  if (Buffer.from(expected.toString('latin1'), 'utf8').equals(actual)) {
    return difference(
      'through-text',
      'Each byte above 127 came back as two: the bytes were read as one character each and written again as UTF-8.',
    );
  }
  if (withoutCr(expected) === withoutCr(actual)) {
    return difference('line-ends-changed', 'Only line ends differ: CR or LF bytes were added or taken away.');
  }
  if (actual.length > expected.length && expected.length > 0) {
    if (actual.equals(Buffer.concat([expected, expected]))) {
      return difference('sent-twice', 'The same bytes came twice.');
    }
    const inside = actual.indexOf(expected);
    if (inside >= 0) {
      const extra = actual.length - expected.length;
      return difference(
        'decorated',
        `The expected bytes are there, with ${extra} more ${inside === 0 ? 'behind' : 'before or around'} them. Only the bytes themselves belong on the wire; print what you like with console.log.`,
      );
    }
  }
  if (at === actual.length) {
    return difference('cut-short', `${actual.length} of ${expected.length} bytes came; the rest is missing.`);
  }
  if (expected.toString('latin1').toLowerCase() === actual.toString('latin1').toLowerCase()) {
    return difference('case-changed', 'The letters are the same, in another case.');
  }
  return difference(
    'other-bytes',
    at === 0
      ? 'The very first byte is another one.'
      : `The first ${at} bytes are right, then something else came.`,
  );
}
