import { cleanStop, nextClient } from '../engine/common_checks.ts';
import { check, defineServerLab } from '../engine/lab.ts';
import { binaryTime } from './binary_time.ts';
import { anyMoment, eastOfGreenwich, perConnection, rightTime, westOfGreenwich } from './clock_checks.ts';
import {
  crowd,
  endsAfterLine,
  oneLine,
  readsWhatComes,
  survivesReset,
  talkativeClient,
} from './conversation_checks.ts';
import { ownAddress, ownAddressIpv6 } from './own_address.ts';

export default defineServerLab({
  title: 'Time server',
  program: 'time_server.ts',
  args: ['{port}'],
  diagnoses: {
    // The conversation.
    'leaves-unread': 'The program does not read what the client says',
    'waits-for-client': 'The program waits for the client to speak first',
    'no-line-end': 'The line has no end',
    'more-than-one-line': 'There is something behind the one line',
    'keeps-sending': 'The program sends the time again and again',
    'loses-clients': 'With many clients at once, some get no answer',

    // What the line says.
    'unreadable-time': 'The line is not a date and a time that can be read',
    'incomplete-time': 'The line leaves out a part of the time',
    'epoch-number': 'A number of seconds was sent, not a date and a time of day',
    'no-offset': 'The line does not say how far its time is from UTC',
    'ambiguous-date': 'Month and day cannot be told apart',
    'two-digit-year': 'The year cannot be told from the month and the day',
    decorated: 'There is more on the line than the time',
    unpadded: 'A number in the line has not the two digits that it should have',

    // Whether it is true.
    'month-off-by-one': 'The month is one too small',
    'year-since-1900': 'The year is counted from 1900',
    'weekday-as-day': 'The number of the weekday stands where the day of the month should be',
    'wrong-weekday': 'The weekday does not belong to the date',
    'midnight-24': 'Just after midnight the hour is called 24, which is a day too late',
    'twelve-hours': 'Afternoon hours are written like those of the morning',
    'local-time': 'Local time is passed off as UTC',
    'wrong-offset': 'The digits and the offset from UTC do not belong together',
    frozen: 'The clock is read once, and not for each client',
    'wrong-time': 'The time is wrong',

    // Bonus.
    'text-instead': 'Text was sent where four bytes were asked for',
    'wrong-size': 'The binary time has not four bytes',
    'little-endian': 'The bytes are in the wrong order',
    'since-1970': 'The seconds are counted from 1970, not from 1900',
    'server-end': "The client is told the server's end of the connection, not its own",
    'other-address': "The line does not hold the client's address",
    'no-port': "The line does not hold the client's port",
    'ambiguous-address': 'Address and port run into each other',
  },
  checks: [
    check(
      'sends one line without being asked',
      {
        id: 'one-line',
        spec: 'RFC 867, "TCP Based Daytime Service"; the handout, "Who speaks first"',
        hints: [
          'What has to happen in your program before it writes for the first time?',
          'The connection itself is the question. The function that you give to createServer is called when it is there.',
          "net.createServer((socket) => { socket.write('…\\r\\n'); … }), outside of any data event.",
        ],
      },
      oneLine,
    ),
    nextClient(oneLine),
    endsAfterLine,
    rightTime,
    talkativeClient,
    perConnection,
    eastOfGreenwich,
    westOfGreenwich,
    anyMoment,
    cleanStop(),
    survivesReset,
    readsWhatComes,
    crowd,
    binaryTime,
    ownAddress,
    ownAddressIpv6,
  ],
});
