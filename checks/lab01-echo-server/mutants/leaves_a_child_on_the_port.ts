// The one that listens is a child process; the parent ends on Ctrl-C, the child does not.
import { spawn } from 'node:child_process';

const child = `
process.on('SIGINT', () => {});
require('net').createServer({ allowHalfOpen: true }, (socket) => socket.pipe(socket).on('error', () => {}))
  .listen(${Number(process.argv[2])}, '127.0.0.1')`;
spawn(process.execPath, ['-e', child], { stdio: 'inherit' });
process.on('SIGINT', () => process.exit(0));
