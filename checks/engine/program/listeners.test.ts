import { expect, test } from 'vitest';
import { parseListeners, parseLsof, parseNetstat } from './listeners.ts';

test('rows of /proc/net/tcp and tcp6 that listen', () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:C350 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1076 1 00000000de97632c 100 0 0 10 0
   1: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1077 1 00000000de97632c 100 0 0 10 0
   2: 0100007F:9E18 0100007F:5B47 06 00000000:00000000 03:000000A2 00000000     0        0 0 3 000000005810dada
   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1078 1 0 100 0 0 10 0
   1: 00000000000000000000000001000000:0051 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1079 1 0 100 0 0 10 0
   2: 0000000000000000FFFF00000100007F:0052 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1080 1 0 100 0 0 10 0`;
  expect(parseListeners(table)).toEqual([
    { address: '127.0.0.1', port: 50000, inode: '1076' },
    { address: '0.0.0.0', port: 8080, inode: '1077' },
    { address: '::', port: 80, inode: '1078' },
    { address: '::1', port: 81, inode: '1079' },
    { address: '::ffff:127.0.0.1', port: 82, inode: '1080' },
  ]);
});

test('what lsof prints (macOS)', () =>
  expect(parseLsof('p123\nf20\nn127.0.0.1:50000\nf21\nn*:8000\nf22\nn[::1]:81\n')).toEqual([
    { address: '127.0.0.1', port: 50000 },
    { address: '::', port: 8000 },
    { address: '::1', port: 81 },
  ]));

test('what netstat prints (Windows), in any language', () =>
  expect(
    parseNetstat(`
Aktive Verbindungen

  Proto  Lokale Adresse         Remoteadresse          Status           PID
  TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN         1180
  TCP    127.0.0.1:50000        0.0.0.0:0              LISTENING       4242
  TCP    127.0.0.1:50000        127.0.0.1:61000        ESTABLISHED     4242
  TCP    [::1]:50001            [::]:0                 LISTENING       4243
`),
  ).toEqual([
    { address: '0.0.0.0', port: 135, pid: 1180 },
    { address: '127.0.0.1', port: 50000, pid: 4242 },
    { address: '::1', port: 50001, pid: 4243 },
  ]));
