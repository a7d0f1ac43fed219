// A Node that has started already and waits to be told which program it is to be (see standby.ts). What a
// start of Node costs is thus paid before the person saves. A module, like the programs themselves, so that
// `process.mainModule` is as empty as it is for them.
import { closeSync, readSync, writeSync } from 'node:fs';
import 'node:net'; // nearly every program of the course needs it: loaded while nobody waits
import { pathToFileURL } from 'node:url';

const CONTROL = 3;
/** Exit code of Node for a main module whose top-level await never ends. */
const UNSETTLED = 13;

writeSync(CONTROL, 'ready');
const order = told();
if (order === '') process.exit(0); // the checker is gone
const { file, args, env, cwd } = JSON.parse(order);
process.argv.splice(1, process.argv.length, file, ...args);
for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
Object.assign(process.env, env);
process.chdir(cwd);

let settled = false;
process.once('exit', () => {
  if (!settled) process.exitCode ??= UNSETTLED;
});
// What the program throws ends the process here as it does in a main module: nobody catches it.
import(pathToFileURL(file).href).finally(() => {
  settled = true;
});

/** Everything that comes through the control pipe, until it is closed; the process sleeps meanwhile. */
function told() {
  const chunks = [];
  const chunk = Buffer.alloc(65_536);
  for (;;) {
    try {
      const count = readSync(CONTROL, chunk);
      if (count === 0) break;
      chunks.push(Buffer.from(chunk.subarray(0, count)));
    } catch (error) {
      if (error.code === 'EOF') break; // Windows
      if (error.code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
  closeSync(CONTROL);
  return Buffer.concat(chunks).toString();
}
