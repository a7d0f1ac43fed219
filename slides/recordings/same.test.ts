import { expect, test } from 'vitest';
import type { Recording } from '../../workbook/wire_view/record.ts';
import { sameConversation, sameText } from './same.ts';

const data = (from: 'client' | 'server', text: string, at = 0, conversation = 1) => ({
  at,
  conversation,
  from,
  kind: 'data' as const,
  bytes: Buffer.from(text).toString('base64'),
});
const recording = (...events: Recording['events']): Recording => ({
  title: 't',
  client: 'c',
  server: 's',
  events,
});

test('times, dates and where a stream was cut are chance', () => {
  const a = recording(
    data('client', 'hello\n'),
    data('server', 'Date: Fri, 27 Nov 2026 21:00:00 GMT\r\n\r\nab', 3),
  );
  const b = recording(
    data('client', 'hel'),
    data('client', 'lo\n', 9),
    data('server', 'Date: Sat, 28 Nov 2026 21:00:00 GMT\r\n\r\nab', 30),
  );
  expect(sameConversation(a, b)).toBe(true);
});

test('other bytes, another end, another side are not', () => {
  const a = recording(data('client', 'hello\n'));
  expect(sameConversation(a, recording(data('client', 'hallo\n')))).toBe(false);
  expect(sameConversation(a, recording(data('server', 'hello\n')))).toBe(false);
  const over = { at: 1, conversation: 1, kind: 'fin' as const };
  expect(sameConversation(a, recording(data('client', 'hello\n'), { ...over, from: 'server' }))).toBe(false);
  expect(sameConversation(a, recording(data('client', 'hello\n'), { ...over, from: 'client' }))).toBe(true);
});

test('what a command prints', () => {
  expect(sameText('took 12 ms on 127.0.0.1:43210\n', 'took 9 ms on 127.0.0.1:51000\n')).toBe(true);
  expect(sameText('sent 6 bytes\n', 'sent 7 bytes\n')).toBe(false);
});
