import type { Mutant } from '../../testing/mutants.ts';

const LINE = '`${now.toISOString()}\\r\\n`';
const ANSWER = 'socket.end(binary ? binaryTime(now) : textTime(now));';
const ADDRESS = '`${socket.remoteAddress} ${socket.remotePort}\\r\\n`';

/** The solution with another line of text. */
const says = (name: string, diagnosis: string, line: string, killedBy = 'right-time'): Mutant => ({
  name,
  killedBy,
  diagnosis,
  edits: [[LINE, line]],
});

const two = (expression: string): string => `String(${expression}).padStart(2, '0')`;

/** A line that puts its numbers together one by one, each by an expression in `now`. */
function digits({
  year = 'now.getUTCFullYear()',
  month = two('now.getUTCMonth() + 1'),
  day = two('now.getUTCDate()'),
  hour = two('now.getUTCHours()'),
  minute = two('now.getUTCMinutes()'),
  second = two('now.getUTCSeconds()'),
  zone = 'UTC',
} = {}): string {
  const date = `\${${year}}-\${${month}}-\${${day}}`;
  return `\`${date} \${${hour}}:\${${minute}}:\${${second}} ${zone}\\r\\n\``;
}

// Wrong only in years that are over, which only the checker's clock shows: otherwise the day and the hour of
// the test would decide which check finds the mistake, and what it says.
const LONG_AGO = 'now.getUTCFullYear() < 2026';

const LOCAL = '${new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 19)}';

/** Local digits, and an offset made of an expression for its minutes and a way to round its hours. */
function localWithOffset(minutes: string, round: string): string {
  const hours = two(`Math.abs(${round}(${minutes} / 60))`);
  const rest = two(`Math.abs(${minutes} % 60)`);
  return `\`${LOCAL}\${${minutes} < 0 ? '-' : '+'}\${${hours}}:\${${rest}}\\r\\n\``;
}

/** Broken time servers, after what real students write. */
const mutants: Mutant[] = [
  // Who speaks when.
  { name: 'says-nothing', killedBy: 'one-line', diagnosis: 'silent', edits: [[ANSWER, '']] },
  {
    name: 'waits-for-data',
    killedBy: 'one-line',
    diagnosis: 'waits-for-client',
    edits: [[ANSWER, "socket.once('data', () => socket.end(textTime(now)));"]],
  },
  {
    name: 'waits-for-end',
    killedBy: 'one-line',
    diagnosis: 'waits-for-client',
    edits: [[ANSWER, "socket.once('end', () => socket.end(textTime(now)));"]],
  },
  {
    name: 'ends-without-a-word',
    killedBy: 'one-line',
    diagnosis: 'closed-early',
    edits: [[ANSWER, 'socket.end();']],
  },
  {
    name: 'cuts-off',
    killedBy: 'one-line',
    diagnosis: 'resets-connection',
    edits: [[ANSWER, 'setTimeout(() => socket.resetAndDestroy(), 20);']],
  },
  says('no-line-end', 'no-line-end', '`${now.toISOString()}`', 'one-line'),
  {
    name: 'no-line-end-and-open',
    killedBy: 'one-line',
    diagnosis: 'no-line-end',
    edits: [[ANSWER, 'socket.write(now.toISOString());']],
  },
  {
    name: 'one-client-then-exit',
    killedBy: 'next-client',
    diagnosis: 'one-client-only',
    edits: [
      ["socket.on('close', () => clients.delete(socket));", "socket.on('close', () => process.exit(0));"],
    ],
  },
  {
    name: 'stays-open',
    killedBy: 'closes',
    diagnosis: 'keeps-open',
    edits: [[ANSWER, 'socket.write(textTime(now));']],
  },
  {
    name: 'every-second',
    killedBy: 'closes',
    diagnosis: 'keeps-sending',
    edits: [
      [
        ANSWER,
        "socket.write(textTime(now));\n  const timer = setInterval(() => socket.write(textTime(new Date())), 200);\n  socket.on('close', () => clearInterval(timer));\n  socket.on('end', () => clearInterval(timer));",
      ],
    ],
  },
  says('and-a-greeting', 'more-than-one-line', '`${now.toISOString()}\\r\\nGood bye!\\r\\n`', 'closes'),
  says('nul-at-the-end', 'more-than-one-line', '`${now.toISOString()}\\r\\n\\0`', 'closes'),
  {
    name: 'ends-with-a-reset',
    killedBy: 'closes',
    diagnosis: 'resets-connection',
    edits: [[ANSWER, 'socket.write(textTime(now));\n  setTimeout(() => socket.resetAndDestroy(), 50);']],
  },
  {
    name: 'takes-words-for-commands',
    killedBy: 'talkative-client',
    diagnosis: 'unreadable-time',
    edits: [
      [
        ANSWER,
        "const answer = setTimeout(() => socket.end(textTime(now)), 50);\n  socket.once('data', () => {\n    clearTimeout(answer);\n    socket.end('unknown command\\r\\n');\n  });",
      ],
    ],
  },
  {
    name: 'leaves-before-the-answer',
    killedBy: 'talkative-client',
    diagnosis: 'resets-connection',
    program: 'leaves_before_the_answer.ts',
  },

  // What the line says.
  says('a-greeting', 'unreadable-time', "'Welcome to my server!\\r\\n'"),
  says('milliseconds', 'epoch-number', '`${now.getTime()}\\r\\n`'),
  says('time-only', 'incomplete-time', '`${now.toISOString().slice(11)}\\r\\n`'),
  says('date-only', 'incomplete-time', '`${now.toISOString().slice(0, 10)} UTC\\r\\n`'),
  says('no-seconds', 'incomplete-time', '`${now.toISOString().slice(0, 16)}Z\\r\\n`'),
  says('no-zone', 'no-offset', '`${now.toISOString().slice(0, 19)}\\r\\n`'),
  says('locale-string', 'no-offset', "`${now.toLocaleString('sv-SE')}\\r\\n`"),
  says('day-first', 'ambiguous-date', "`${now.toLocaleString('en-GB', { timeZone: 'UTC' })} UTC\\r\\n`"),
  says('month-first', 'ambiguous-date', "`${now.toLocaleString('en-US', { timeZone: 'UTC' })} UTC\\r\\n`"),
  says('short-year', 'two-digit-year', '`${now.toISOString().slice(2)}\\r\\n`'),
  says('in-a-sentence', 'decorated', '`The time is ${now.toISOString()}\\r\\n`'),

  // Whether it is true.
  says('month-from-0', 'month-off-by-one', digits({ month: two('now.getUTCMonth()') })),
  says('get-year', 'year-since-1900', digits({ year: 'now.getUTCFullYear() - 1900' })),
  says(
    'get-day',
    'weekday-as-day',
    digits({ day: two(`(${LONG_AGO} ? now.getUTCDay() : now.getUTCDate())`) }),
    'any-moment',
  ),
  says(
    'weekday-of-tomorrow',
    'wrong-weekday',
    `new Date(now.getTime() + (${LONG_AGO} ? 864e5 : 0)).toUTCString().slice(0, 5) + now.toUTCString().slice(5) + '\\r\\n'`,
    'any-moment',
  ),
  says('an-hour-ahead', 'wrong-offset', '`${new Date(now.getTime() + 36e5).toISOString()}\\r\\n`'),
  says('five-seconds-behind', 'wrong-time', '`${new Date(now.getTime() - 5000).toISOString()}\\r\\n`'),
  {
    name: 'clock-read-at-start',
    killedBy: 'per-connection',
    diagnosis: 'frozen',
    edits: [
      ['const clients =', 'const now = new Date();\nconst clients ='],
      ['  const now = new Date();', ''],
    ],
  },
  says('local-passed-off-as-utc', 'local-time', `\`${LOCAL}Z\\r\\n\``, 'zone-east'),
  says(
    'local-digits-with-gmt',
    'local-time',
    digits({ zone: 'GMT' }).replaceAll('getUTC', 'get'),
    'zone-east',
  ),
  says(
    'offset-with-the-wrong-sign',
    'wrong-offset',
    localWithOffset('now.getTimezoneOffset()', 'Math.floor'),
    'zone-east',
  ),
  says(
    'offset-rounded-down',
    'wrong-offset',
    localWithOffset('-now.getTimezoneOffset()', 'Math.floor'),
    'zone-west',
  ),
  says(
    'offset-in-whole-hours',
    'wrong-offset',
    localWithOffset('60 * Math.trunc(-now.getTimezoneOffset() / 60)', 'Math.trunc'),
    'zone-east',
  ),
  says(
    'digits-without-zeros',
    'unpadded',
    digits({ hour: 'now.getUTCHours()', minute: 'now.getUTCMinutes()', second: 'now.getUTCSeconds()' }),
    'any-moment',
  ),
  says('month-without-zero', 'unpadded', digits({ month: 'now.getUTCMonth() + 1' }), 'any-moment'),
  says('zero-before-every-month', 'unpadded', digits({ month: '`0${now.getUTCMonth() + 1}`' }), 'any-moment'),
  says(
    'twelve-hours',
    'twelve-hours',
    digits({ hour: two(`now.getUTCHours() % (${LONG_AGO} ? 12 : 24)`) }),
    'any-moment',
  ),
  says(
    'hour-24',
    'midnight-24',
    digits({ hour: two(`${LONG_AGO} ? now.getUTCHours() || 24 : now.getUTCHours()`) }),
    'any-moment',
  ),
  says(
    'year-of-the-week',
    'wrong-time',
    digits({ year: `new Date(now.getTime() - (${LONG_AGO} ? 864e5 : 0)).getUTCFullYear()` }),
    'any-moment',
  ),

  // How it stops.
  {
    name: 'no-signal-while-connected',
    killedBy: 'clean-stop',
    diagnosis: 'ignores-signal',
    edits: [['for (const socket of clients) socket.destroy();', '']],
  },

  // Bonus.
  {
    name: 'dies-on-reset',
    killedBy: 'survives-reset',
    diagnosis: 'crashed',
    edits: [["socket.on('error', (error) => console.error(`client lost: ${error.message}`));", '']],
  },
  {
    name: 'never-reads',
    killedBy: 'reads-what-comes',
    diagnosis: 'leaves-unread',
    edits: [['  socket.resume();', '']],
  },
  {
    name: 'leaves-input-unread',
    killedBy: 'reads-what-comes',
    diagnosis: 'resets-connection',
    program: 'leaves_input_unread.ts',
  },
  { name: 'one-at-a-time', killedBy: 'crowd', diagnosis: 'loses-clients', program: 'one_at_a_time.ts' },
  {
    name: 'no-binary',
    killedBy: 'binary-time',
    diagnosis: 'text-instead',
    edits: [["process.argv.includes('--binary')", 'process.argv.length < 0']],
  },
  {
    name: 'binary-with-a-line-end',
    killedBy: 'binary-time',
    diagnosis: 'wrong-size',
    edits: [['Buffer.alloc(4)', "Buffer.from('    \\r\\n')"]],
  },
  {
    name: 'lowest-byte-first',
    killedBy: 'binary-time',
    diagnosis: 'little-endian',
    edits: [['writeUInt32BE', 'writeUInt32LE']],
  },
  {
    name: 'seconds-since-1970',
    killedBy: 'binary-time',
    diagnosis: 'since-1970',
    edits: [['/ 1000) + secondsFrom1900To1970', '/ 1000) + 0 * secondsFrom1900To1970']],
  },
  {
    name: 'binary-stays-open',
    killedBy: 'binary-time',
    diagnosis: 'keeps-open',
    edits: [[ANSWER, 'binary ? socket.write(binaryTime(now)) : socket.end(textTime(now));']],
  },
  {
    name: 'own-end-of-the-connection',
    of: 'whatismyip.ts',
    killedBy: 'own-address',
    diagnosis: 'server-end',
    edits: [[ADDRESS, '`${socket.localAddress} ${socket.localPort}\\r\\n`']],
  },
  {
    name: 'address-only',
    of: 'whatismyip.ts',
    killedBy: 'own-address',
    diagnosis: 'no-port',
    edits: [[ADDRESS, '`${socket.remoteAddress}\\r\\n`']],
  },
  {
    name: 'always-the-same-address',
    of: 'whatismyip.ts',
    killedBy: 'own-address',
    diagnosis: 'other-address',
    edits: [[ADDRESS, '`127.0.0.1 ${socket.remotePort}\\r\\n`']],
  },
  {
    name: 'colon-behind-ipv6',
    of: 'whatismyip.ts',
    killedBy: 'own-address-ipv6',
    diagnosis: 'ambiguous-address',
    edits: [[ADDRESS, '`${socket.remoteAddress}:${socket.remotePort}\\r\\n`']],
  },
];
export default mutants;
