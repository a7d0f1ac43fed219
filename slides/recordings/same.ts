import { fromBase64, type Recording } from '../../workbook/wire_view/record.ts';

/** A text without what is different each time: dates, times, ports, durations, process numbers. */
export function steady(text: string): string {
  return text
    .replace(/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/g, 'DATE')
    .replace(/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \w{3} [ \d]\d \d{4} \d\d:\d\d:\d\d/g, 'DATE')
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?/g, 'DATE')
    .replace(/\b\d+([.,]\d+)? ?(ms|s)\b/g, 'TIME')
    .replace(/(?<=[:\s]|PORT=)\d{4,5}\b/g, 'PORT')
    .replace(/"?[0-9a-f]+-[0-9a-f]+"?(?=\r?\n)/g, 'TAG');
}

export const sameText = (a: string, b: string): boolean => steady(a) === steady(b);

/**
 * Whether two recordings tell the same: the same was said by the same side in each conversation. Where a stream was cut
 * into chunks, and how two conversations lie beside each other, is chance.
 */
export function sameConversation(a: Recording, b: Recording): boolean {
  return JSON.stringify(essence(a)) === JSON.stringify(essence(b));
}

function essence({ title, client, server, events }: Recording) {
  const said: Record<string, string> = {};
  for (const { conversation, from, kind, bytes } of events) {
    // How a client lets go once it has everything is a race.
    if (from === 'client' && (kind === 'fin' || kind === 'reset')) continue;
    const key = `${conversation} ${from}`;
    const text = bytes
      ? Buffer.from(fromBase64(bytes)).toString('latin1')
      : kind === 'data'
        ? ''
        : `<${kind}>`;
    said[key] = (said[key] ?? '') + text;
  }
  const entries = Object.entries(said)
    .map(([key, text]) => [key, steady(text)])
    .sort();
  return { title, client, server, entries };
}
