import { expect, test } from 'vitest';
import { countsIn } from './counts.ts';

const ROWS: [output: string, sent: number[], received: number[]][] = [
  ['sent 9 bytes\nreceived 12 bytes\nhello', [9], [12]],
  ['Sent: 9 Bytes.\nReceived: 12 Bytes.', [9], [12]],
  ['sent 9\nreceived 12', [9], [12]],
  ['sent 9 bytes, received 12 bytes', [9], [12]],
  ['9 bytes sent, 12 bytes received', [9], [12]],
  ['9 bytes were sent\n1 byte was received', [9], [1]],
  ['Bytes sent = 9, bytes received = 12', [9], [12]],
  ['Sent 8 characters (9 bytes)', [9], []],
  ["Sent 'Montréal' (9 bytes) to 127.0.0.1:50000", [9], []],
  ['Sent to 127.0.0.1:50000: 9 bytes', [9], []],
  ['received 4 bytes\nreceived 8 bytes\nreceived 12 bytes in all', [], [4, 8, 12]],
  ['sent 1,048,576 bytes; received 1.048.576 bytes', [1048576], [1048576]],
  ['\u001b[33msent\u001b[39m \u001b[33m9\u001b[39m bytes', [9], []],
  ['[INFO] sending 9 bytes ...\r\nreceiving 12 bytes', [9], [12]],
  ['we presented 3 bytes\nnothing here', [], []],
  ['received: hello', [], []],
];

test.each(ROWS)('%j', (output, sent, received) => {
  expect(countsIn(output, 'sent')).toEqual(sent);
  expect(countsIn(output, 'received')).toEqual(received);
});
