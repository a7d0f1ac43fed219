/** Characters of a token, of which names of methods and fields are made (RFC 9110, section 5.6.2). */
export const TOKEN = /[!#$%&'*+\-.^_`|~\w]/;

/** Characters of a field value and of a reason phrase: no control characters but the tab (RFC 9110, section 5.5). */
export const TEXT = /[\t\x20-\x7e\x80-\xff]/;

/** Characters that stand in a URI as they are (RFC 3986, section 2). */
export const URI = /[\w\-.~:/?#[\]@!$&'()*+,;=%]/;

/** The index of the first character that is none of those allowed; -1 when all are. */
export function indexOfOther(text: string, allowed: RegExp): number {
  for (let i = 0; i < text.length; i++) if (!allowed.test(text[i] as string)) return i;
  return -1;
}
