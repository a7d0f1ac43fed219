/** An extension, and the media types that are right for it. */
export interface ExtensionType {
  extension: string;
  /** The first is the one to recommend. */
  accepted: readonly [string, ...string[]];
  /** Whether it is text, so that the type should say how it is encoded. */
  isText?: boolean;
}

/** The extensions that lab09 asks for (the types as IANA registers them; older names that are still common pass). */
export const TYPES: readonly ExtensionType[] = [
  { extension: 'html', accepted: ['text/html'], isText: true },
  { extension: 'txt', accepted: ['text/plain'], isText: true },
  { extension: 'css', accepted: ['text/css'], isText: true },
  // RFC 9239 made text/javascript the one name; the others are its old aliases.
  {
    extension: 'js',
    accepted: ['text/javascript', 'application/javascript', 'application/x-javascript'],
    isText: true,
  },
  { extension: 'json', accepted: ['application/json'] },
  { extension: 'svg', accepted: ['image/svg+xml'] },
  { extension: 'png', accepted: ['image/png'] },
  { extension: 'jpg', accepted: ['image/jpeg'] },
  { extension: 'jpeg', accepted: ['image/jpeg'] },
  { extension: 'gif', accepted: ['image/gif'] },
  { extension: 'ico', accepted: ['image/x-icon', 'image/vnd.microsoft.icon'] },
  { extension: 'pdf', accepted: ['application/pdf'] },
];

/** Extensions that are tried with other letters. */
export const CAPITALS: readonly string[] = ['PNG', 'HTML', 'Txt', 'JPG'];
