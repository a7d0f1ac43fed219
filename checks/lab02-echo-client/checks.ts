import { defineClientLab } from '../engine/lab.ts';
import { bonusChecks } from './bonus_checks.ts';
import { messageChecks } from './message_checks.ts';
import { replyChecks } from './reply_checks.ts';
import { troubleChecks } from './trouble_checks.ts';

export default defineClientLab({
  title: 'Echo client',
  program: 'echo_client.ts',
  args: ['{host}', '{port}', '{message}'],
  diagnoses: {
    'sends-nothing': 'The program connects, but sends nothing',
    'other-message': 'Another message was sent than the one on the command line',
    'length-in-characters': 'The message was cut: its length was counted in characters, not in bytes',
    'newline-added': 'A line end was added to the message',
    'closes-both-directions':
      'The program closes the whole connection when it only meant to end its own side',
    'prints-nothing': 'The reply arrived, but was not printed',
    'reply-not-printed': 'Something else than the reply was printed',
    'prints-the-bytes': 'The bytes of the reply were printed as numbers, not as text',
    'stops-at-first-piece': 'The first piece was taken for the whole reply',
    'keeps-last-piece': 'Only the last piece of the reply was kept',
    'decoded-in-pieces': 'Each piece was turned into text by itself, and letters broke at the cuts',
    'printed-in-pieces': 'The reply was printed piece by piece, as if each were a message',
    'gives-up': 'The program did not wait for a slow reply',
    'loses-early-bytes': 'What the server sent before it had the message was lost',
    'no-count': 'The number of bytes is not printed',
    'counts-characters': 'Characters were counted, not bytes',
    'wrong-count': 'The number of bytes is wrong',
    'no-usage': 'Called wrongly, the program does not say how it is to be called',
    'dash-is-message': 'The message - was sent as it is, not read from standard input',
    'one-way-at-a-time': 'The program does not read while it still has something to send',
  },
  checks: [...messageChecks, ...replyChecks, ...troubleChecks, ...bonusChecks],
});
