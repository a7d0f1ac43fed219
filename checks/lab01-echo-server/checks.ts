import { defineServerLab } from '../engine/lab.ts';
import { BONUS_CHECKS } from './bonus_checks.ts';
import { NEIGHBOUR_CHECKS } from './neighbour_checks.ts';
import { STREAM_CHECKS } from './stream_checks.ts';

export default defineServerLab({
  title: 'Echo server',
  program: 'echo_server.ts',
  args: ['{port}'],
  diagnoses: {
    'waits-for-newline': 'The program waits for the end of a line before it answers',
    'waits-for-end': 'The program waits until the client has finished before it answers',
    'one-at-a-time': 'While one client is connected, no other is served',
    'stores-without-limit': 'The program stores everything that a slow client has not read yet',
    'loses-clients': 'With several clients at once, some get nothing, or the bytes of others',
  },
  checks: [...STREAM_CHECKS, ...NEIGHBOUR_CHECKS, ...BONUS_CHECKS],
});
