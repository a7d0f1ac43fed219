/** The validators of a file: an entity tag that changes when it does, and its time in whole seconds (RFC 9110, 8.8). */
export function validatorsOf(stats) {
  return {
    etag: `"${stats.size.toString(16)}-${Math.round(stats.mtimeMs * 1000).toString(16)}"`,
    modified: new Date(Math.floor(stats.mtimeMs / 1000) * 1000),
  };
}

const IMF_FIXDATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

/** The time that an HTTP date names, in ms; `undefined` when it is none (the two obsolete forms are not read). */
function timeOf(text) {
  const time = IMF_FIXDATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

const tagsOf = (field) => field.match(/\*|(?:W\/)?"[^"]*"/g) ?? [];

/** Whether the client has this version already, for GET and HEAD (RFC 9110, sections 13.1.2, 13.1.3, 13.2.2). */
export function isUnchanged(headers, { etag, modified }) {
  const tags = headers['if-none-match'];
  if (tags !== undefined) return tagsOf(tags).some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag);
  const since = timeOf(headers['if-modified-since'] ?? '');
  return since !== undefined && modified.getTime() <= since;
}

/**
 * The one range of bytes that is asked for (RFC 9110, section 14): `{ start, end }`, both inclusive;
 * `'unsatisfiable'`; or `undefined` when the whole file is to be sent. A server is free to send the whole
 * for anything but one range, and so cannot be made to send a file a thousand times.
 */
export function rangeOf(headers, size, validators) {
  const [, first, last] = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(headers.range ?? '') ?? [];
  if (first === undefined || (first === '' && last === '')) return undefined;
  if (!ifRangeHolds(headers['if-range'], validators)) return undefined;
  if (first === '') {
    if (Number(last) === 0 || size === 0) return 'unsatisfiable';
    return { start: Math.max(0, size - Number(last)), end: size - 1 };
  }
  if (last !== '' && Number(last) < Number(first)) return undefined;
  if (Number(first) >= size) return 'unsatisfiable';
  return { start: Number(first), end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
}

function ifRangeHolds(field, { etag, modified }) {
  return field === undefined || field === etag || timeOf(field) === modified.getTime();
}
