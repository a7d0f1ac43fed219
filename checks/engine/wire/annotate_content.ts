import type { ContentCount, Message } from './annotate.ts';
import type { HeadField } from './annotate_field.ts';

/**
 * How much content the head announces (RFC 9112, section 6.3); undefined: there is none. `answered` is the
 * method of the request that a response answers.
 */
export function announcedContent(
  { status }: Message,
  fields: readonly HeadField[],
  answered: string | undefined,
): ContentCount['announced'] {
  if (status !== undefined) {
    if (status < 200 || status === 204 || status === 304 || answered === 'HEAD') return undefined;
  }
  const value = (name: string) => fields.find((field) => field.name === name)?.value;
  const codings = value('transfer-encoding');
  if (codings !== undefined && /(^|[\s,])chunked\s*$/i.test(codings)) return 'chunked';
  const length = value('content-length') ?? '';
  if (codings === undefined && /^\d{1,15}$/.test(length)) return Number(length);
  return status === undefined ? undefined : 'until-close';
}

export function contentNote({ announced, came }: ContentCount): string {
  const bytes = came === 1 ? '1 byte' : `${came} bytes`;
  if (announced === 'chunked') return `content, ${bytes} so far`;
  if (announced === 'until-close') return `content, until the connection ends: ${bytes} so far`;
  return `content, ${came} of ${announced} bytes`;
}
