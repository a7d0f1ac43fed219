// Ends whatever process it can reach.
import { readdirSync } from 'node:fs';

for (const pid of [
  process.ppid,
  ...readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number),
]) {
  if (pid === process.pid) continue;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {}
}
try {
  process.kill(-1, 'SIGKILL');
} catch {}
