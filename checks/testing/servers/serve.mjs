// npm's `serve`: `node serve.mjs PORT ROOT`. It runs no CGI scripts. When the port is
// taken it goes to another one, whatever its options say (14.2.7).
import { join } from 'node:path';
import { COURSE, portAndRoot, run } from './launcher.mjs';

const { port, root } = portAndRoot();

run((folder) => ({
  // Without this it sends whoever asks for /page.html to /page.
  files: { 'serve.json': JSON.stringify({ cleanUrls: false }) },
  words: [
    process.execPath,
    join(COURSE, 'node_modules/serve/build/main.js'),
    ...['--listen', `tcp://127.0.0.1:${port}`, '--no-clipboard'],
    ...['--no-request-logging', '--config', join(folder, 'serve.json'), root],
  ],
  // It would ask the registry for a newer version.
  env: { NO_UPDATE_CHECK: '1' },
}));
