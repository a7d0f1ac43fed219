import type { Fields } from './fields.ts';
import type { Judge } from './problem.ts';

/** How the end of the content is found (RFC 9112, section 6.3). */
export type Framing =
  | { kind: 'none' }
  | { kind: 'length'; length: number }
  | { kind: 'chunked' }
  | { kind: 'until-close' };

/** What decides about the content besides the fields. */
export interface FramingContext {
  version: string;
  /** The status of a response; a request has none. */
  status?: number | undefined;
  /** The method of the request, also for its response. */
  method?: string | undefined;
}

/** Decides how long the content of a message is. */
export function framingOf(
  fields: Fields,
  { version, status, method }: FramingContext,
  judge: Judge,
): Framing {
  const isResponse = status !== undefined;
  const encoding = fields.first('Transfer-Encoding');
  const length = fields.first('Content-Length');
  if (isResponse) {
    const never = (status >= 100 && status < 200) || status === 204;
    const given = encoding ?? length;
    if (never && given) judge.note('length-not-allowed', given.at);
    const tunnel = method === 'CONNECT' && status >= 200 && status < 300;
    if (never || status === 304 || method === 'HEAD' || tunnel) return { kind: 'none' };
  }
  if (encoding) {
    if (version === '1.0') judge.note('chunks-in-http-1-0', encoding.at);
    if (length) judge.note('length-and-encoding', Math.max(encoding.at, length.at));
    const codings = (fields.value('Transfer-Encoding') ?? '')
      .split(',')
      .map((one) => one.trim().toLowerCase());
    const chunked = codings.filter((coding) => coding === 'chunked').length;
    if (chunked > 1) judge.note('bad-transfer-encoding', encoding.valueAt);
    if (codings.at(-1) === 'chunked') return { kind: 'chunked' };
    if (!isResponse) judge.stop('bad-transfer-encoding', encoding.valueAt);
    if (chunked > 0) judge.note('bad-transfer-encoding', encoding.valueAt);
    return { kind: 'until-close' };
  }
  if (length) return { kind: 'length', length: contentLength(fields, judge) };
  return isResponse ? { kind: 'until-close' } : { kind: 'none' };
}

function contentLength(fields: Fields, judge: Judge): number {
  let common: number | undefined;
  let count = 0;
  for (const { value, at, valueAt } of fields.all('Content-Length')) {
    for (const one of value.split(',').map((part) => part.trim())) {
      if (!/^\d+$/.test(one) || !Number.isSafeInteger(Number(one))) judge.stop('bad-content-length', valueAt);
      count += 1;
      if (common !== undefined && common !== Number(one)) judge.stop('content-length-differs', at);
      if (count === 2) judge.note('content-length-repeated', at);
      common = Number(one);
    }
  }
  return common ?? 0;
}
