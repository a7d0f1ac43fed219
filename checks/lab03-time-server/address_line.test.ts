import { expect, test } from 'vitest';
import { explainAddress } from './address_line.ts';

const SERVER_PORT = 50000;
const IPV4 = { address: '127.0.0.1', port: 40123 };
const IPV6 = { address: '::1', port: 40123 };

test.for([
  ['127.0.0.1 40123', undefined],
  ['127.0.0.1:40123', undefined],
  ['::ffff:127.0.0.1 40123', undefined],
  ['[::ffff:127.0.0.1]:40123', undefined],
  ['::ffff:127.0.0.1:40123', undefined],
  ['Your address is 127.0.0.1, your port is 40123.', undefined],
  ['{"address":"127.0.0.1","port":40123}', undefined],
  ['port 40123 of 127.0.0.1.', undefined],
  ['127.0.0.1 50000', 'server-end'],
  ['127.0.0.1:50000', 'server-end'],
  ['127.0.0.1', 'no-port'],
  ['127.0.0.1 undefined', 'no-port'],
  ['127.0.0.1 401230', 'no-port'],
  ['127.0.0.1 4012', 'no-port'],
  ['127.0.0.2 40123', 'other-address'],
  ['127.0.0.11 40123', 'other-address'],
  ['0.0.0.0:40123', 'other-address'],
  ['::1 40123', 'other-address'],
  ['', 'other-address'],
])('to a client on IPv4: %s', ([line = '', diagnosis]) => {
  expect(explainAddress(line, IPV4, SERVER_PORT)?.diagnosis).toBe(diagnosis);
});

test.for([
  ['::1 40123', undefined],
  ['[::1]:40123', undefined],
  ['::1, port 40123', undefined],
  ['::1#40123', undefined],
  ['0:0:0:0:0:0:0:1 40123', undefined],
  ['::1:40123', 'ambiguous-address'],
  ['you are ::1:40123.', 'ambiguous-address'],
  ['::1 50000', 'server-end'],
  ['::1', 'no-port'],
  ['127.0.0.1 40123', 'other-address'],
  ['fe80::1 40123', 'other-address'],
])('to a client on IPv6: %s', ([line = '', diagnosis]) => {
  expect(explainAddress(line, IPV6, SERVER_PORT)?.diagnosis).toBe(diagnosis);
});
