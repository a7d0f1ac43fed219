/** The characters from U+00A0 to U+00FF in order: the oldest names, which also work without their semicolon. */
const LATIN1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 ' +
  'acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde ' +
  'Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute ' +
  'Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde ' +
  'auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ' +
  'ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';

/** Names that work with and without a semicolon; none is longer than six letters. */
const LEGACY = new Map<string, string>([
  ...LATIN1.split(' ').map((name, i): [string, string] => [name, String.fromCodePoint(0xa0 + i)]),
  ...Object.entries({ amp: '&', AMP: '&', lt: '<', LT: '<', gt: '>', GT: '>', quot: '"', QUOT: '"' }),
  ...Object.entries({ COPY: '©', REG: '®' }),
]);

/** Names that need their semicolon: those of ASCII characters and of what a listing is adorned with. */
const MODERN = pairs(
  "apos ' Tab \t NewLine \n excl ! num # dollar $ percnt % lpar ( rpar ) ast * midast * plus + comma , " +
    'period . sol / colon : semi ; equals = quest ? commat @ lsqb [ lbrack [ bsol \\ rsqb ] rbrack ] Hat ^ ' +
    'lowbar _ UnderBar _ grave ` DiacriticalGrave ` lcub { lbrace { verbar | vert | VerticalLine | rcub } ' +
    'rbrace } euro € hellip … ndash – mdash — lsquo ‘ rsquo ’ ldquo “ rdquo ” bull • trade ™ larr ← uarr ↑ ' +
    'rarr → darr ↓ lsaquo ‹ rsaquo ›',
);

/** What the numbers 128 to 159 stand for: those of windows-1252, where that has a character. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

const REFERENCE = /&(?:#[xX]([0-9a-fA-F]+);?|#([0-9]+);?|([A-Za-z][A-Za-z0-9]*)(;?)(=?))/g;

/**
 * HTML text with its character references decoded, as a browser does (HTML standard, section 13.2.5.72):
 * `&amp;`, `&#38;`, `&#x26;`, and the old names also without their semicolon. Of the 2,231 names it knows
 * those of ASCII and Latin-1 and a few more; what it does not know stays as it is.
 *
 * @param inAttribute in the value of an attribute `&copy=1` and `&copyright` are not decoded, so that the queries
 * of careless URLs survive
 */
export function decodeReferences(text: string, inAttribute = false): string {
  if (!text.includes('&')) return text;
  return text.replace(
    REFERENCE,
    (all, hex?: string, decimal?: string, name = '', semicolon = '', equals = '') => {
      if (hex !== undefined) return fromNumber(Number.parseInt(hex, 16));
      if (decimal !== undefined) return fromNumber(Number.parseInt(decimal, 10));
      const exact = LEGACY.get(name) ?? MODERN.get(name);
      if (exact !== undefined && semicolon === ';') return exact + equals;
      // Without its semicolon, or more letters than the name has: the longest old name at the beginning.
      for (let length = Math.min(name.length, 6); length >= 2; length--) {
        const character = LEGACY.get(name.slice(0, length));
        if (character === undefined) continue;
        const glued = length < name.length || (semicolon === '' && equals === '=');
        return inAttribute && glued ? all : character + all.slice(1 + length);
      }
      return all;
    },
  );
}

function fromNumber(code: number): string {
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return '\uFFFD';
  return code >= 0x80 && code <= 0x9f ? (WINDOWS_1252[code - 0x80] as string) : String.fromCodePoint(code);
}

/** `apos ' num #`: every other word is a name, the one behind it is its character. */
function pairs(text: string): Map<string, string> {
  const words = text.split(' ');
  const map = new Map<string, string>();
  for (let i = 0; i < words.length; i += 2) map.set(words[i] as string, words[i + 1] as string);
  return map;
}
