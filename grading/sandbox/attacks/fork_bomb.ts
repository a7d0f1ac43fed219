// More and more processes; should nobody else end them, they end by themselves.
import { spawn } from 'node:child_process';

const deadline = Number(process.env.DEADLINE ?? Date.now() + 20_000);
setInterval(() => {
  if (Date.now() > deadline) process.exit();
  for (let i = 0; i < 20; i++) {
    spawn('sleep', ['20'], { stdio: 'ignore', detached: true })
      .on('error', () => {})
      .unref();
  }
}, 10);
