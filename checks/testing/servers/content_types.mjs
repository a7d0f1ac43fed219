/** Media types by file extension, for every server of this folder: none depends on a file of the system. */
export const CONTENT_TYPES = {
  html: 'text/html',
  htm: 'text/html',
  txt: 'text/plain',
  css: 'text/css',
  csv: 'text/csv',
  md: 'text/markdown',
  js: 'text/javascript',
  mjs: 'text/javascript',
  json: 'application/json',
  pdf: 'application/pdf',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  ico: 'image/x-icon',
  webp: 'image/webp',
};

/** The type of a file whose name says nothing (RFC 9110, section 8.3). */
export const UNKNOWN = 'application/octet-stream';

/** A Content-Type field value: text names its character set. */
export const withCharset = (type) => (type.startsWith('text/') ? `${type}; charset=utf-8` : type);

/** The Content-Type of a file, by its name; extensions are compared without regard to case. */
export function contentTypeOf(name) {
  const extension = /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return withCharset(Object.hasOwn(CONTENT_TYPES, extension) ? CONTENT_TYPES[extension] : UNKNOWN);
}
