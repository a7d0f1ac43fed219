import { expect, test } from 'vitest';
import { recorded } from './recorder.ts';

const client = { conversation: 1, from: 'client' as const };

test.each([
  // A recording says where to; here it is where from, and a code.
  [
    { ...client, kind: 'connect' as const, text: '127.0.0.1:40000' },
    { ...client, at: 1.5, kind: 'connect' },
  ],
  [
    { ...client, kind: 'refused' as const, text: 'ECONNREFUSED' },
    { ...client, at: 1.5, kind: 'refused' },
  ],
  [
    { ...client, kind: 'data' as const, bytes: Buffer.from('hi') },
    { ...client, at: 1.5, kind: 'data', bytes: 'aGk=', size: 2 },
  ],
])('%o', (passage, event) => {
  expect(recorded(passage, 1.5)).toEqual(event);
});
