import { UsageError } from './usage.ts';

/** The addresses that nobody but this computer can reach. */
const OWN_ADDRESSES = ['127.0.0.1', '::1'];

/** A port as it was typed. */
export function portIn(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) < 1 || Number(text) > 65_535) {
    throw new UsageError(`A port is a number from 1 to 65535, not '${text}'.`);
  }
  return Number(text);
}

/** An address of this computer; `what` is the beginning of the sentence that refuses any other. */
export function ownAddress(host: string, what: string): string {
  const own = host === 'localhost' ? '127.0.0.1' : host;
  if (OWN_ADDRESSES.includes(own)) return own;
  throw new UsageError(`${what} ${OWN_ADDRESSES.join(' or ')}, which nobody else can reach: not ${host}.`);
}
