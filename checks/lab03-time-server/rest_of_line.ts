/** A line in which the parts that were understood are blanked out, so that everything keeps its place. */
export class RestOfLine {
  text: string;
  readonly #line: string;

  constructor(line: string) {
    this.#line = line;
    // Narrow and fixed spaces (in front of AM) and the true minus sign: each is one character, too.
    this.text = line.replaceAll(/[\u00a0\u2009\u202f]/g, ' ').replaceAll('\u2212', '-');
  }

  /** Finds the pattern from a place on, and blanks it out. */
  take(pattern: RegExp, from = 0): RegExpExecArray | undefined {
    const found = pattern.exec(this.text.slice(from));
    if (!found) return undefined;
    found.index += from;
    this.blank(found.index, found[0].length);
    return found;
  }

  blank(index: number, length: number): void {
    this.text = this.text.slice(0, index) + ' '.repeat(length) + this.text.slice(index + length);
  }

  /** The offset in bytes of a place in the line. */
  bytesTo(index: number): number {
    return Buffer.byteLength(this.#line.slice(0, index));
  }
}
