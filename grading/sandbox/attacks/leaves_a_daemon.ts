// Leaves a process of another session behind, without a trace in its environment, that answers in the place of others.
import { spawn } from 'node:child_process';

const text = `
  const net = require('net');
  const serve = () => net.createServer((s) => s.on('error', () => {}).pipe(s)).on('error', () => setTimeout(serve, 20)).listen(50000, '127.0.0.1');
  serve();
  setTimeout(() => process.exit(), 60000);`;
spawn(process.execPath, ['-e', text], { detached: true, stdio: 'ignore', env: {} }).unref();
setTimeout(() => process.exit(0), 300);
