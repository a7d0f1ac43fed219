import { createHash } from 'node:crypto';

const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ð: 'd',
  đ: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
};

// Names that Windows gives to devices, whatever their ending.
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/;

/**
 * A name as an id that is safe as a file name everywhere: lower case, `a-z 0-9 . _ -`. It depends on the name
 * alone. Where letters had to be changed or left out it ends with a hash of the name, so that two people
 * (Müller and Muller) never become one.
 */
export function safeId(name: string): string {
  const folded = name.normalize('NFC').trim().toLowerCase();
  const latin = folded
    .replace(/[ßæœøðđþłħı]/g, (letter) => LETTERS[letter] as string)
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
  const id = latin
    .replace(/[^a-z0-9._]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60);
  const isExact = /^[\x20-\x7e]*$/.test(folded) && id !== '' && latin.length <= 60 && !DEVICE.test(id);
  if (isExact) return id;
  const hash = createHash('sha256').update(folded).digest('hex').slice(0, 8);
  return `${id.replace(/^[-.]+|[-.]+$/g, '') || 'submission'}-${hash}`;
}
