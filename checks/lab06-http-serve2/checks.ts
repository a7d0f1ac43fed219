import { cleanStop, nextClient } from '../engine/common_checks.ts';
import { defineServerLab } from '../engine/lab.ts';
import { closes, contentLength, nothingBehind, page } from './content_checks.ts';
import { date, dateAnywhere, dateFresh } from './date_checks.ts';
import { onePage } from './exchange.ts';
import { blankLine, headerLines, lineEnds, statusLine } from './head_checks.ts';
import { neighbours, survives } from './neighbour_checks.ts';
import { makePage } from './page.ts';
import { realClient } from './real_client.ts';
import { oldClient, readsEverything, saysClose, splits, waits } from './request_checks.ts';
import { charset, contentType } from './type_checks.ts';

export default defineServerLab({
  title: 'HTTP server 2: a proper response',
  program: 'http_serve2.ts',
  args: ['{port}', '{root}'],
  site: makePage,
  diagnoses: {
    // The head.
    'no-status-line': 'The answer does not begin with a status line',
    'line-end-as-text': 'The line end was sent as text',
    'header-in-status-line': 'A header stands on the status line',
    'no-blank-line': 'There is no blank line between the head and the page',
    'body-and-type-swapped': 'The page and its type have changed places',
    'indented-header': 'A header line begins with a blank',
    'equals-for-colon': 'A header has = in place of its colon',

    // The page and what is said about it.
    'other-page': 'Another page came than the one in the web root',
    'broken-chunks': 'The chunks do not fit their sizes',
    'no-content-length': 'The response does not say how long its content is',
    'wrong-charset': 'Content-Type names another encoding than that of the page',
    'says-close-and-stays': 'The program says that it will end the connection, and does not',
    'does-not-say-close': 'The program ends the connection and does not say so',
    'says-keep-alive-and-ends': 'The program says that the connection stays open, and ends it',
    'real-client-gives-up': 'A real client does not get the page',

    // Date.
    'no-date': 'Date is missing',
    'iso-date': 'Date is written in the form of ISO 8601, not in that of HTTP',
    'not-imf-fixdate': 'Date is not written in the form of HTTP',
    'not-gmt': 'Date does not end with GMT',
    unpadded: 'A number in Date has not the two digits that it should have',
    'wrong-weekday': 'The day of the week in Date does not belong to its day',
    'local-time': 'Local time is passed off as GMT',
    'wrong-time': 'Date tells another time',
    frozen: 'Date is always the same',

    // Other clients.
    'chunks-for-http-1-0': 'A client that does not know chunks gets chunks',
    'mixes-clients': 'The program mixes up its clients',
    'one-at-a-time': 'While one client is connected, no other is served',
  },
  checks: [
    statusLine,
    nextClient(onePage),
    lineEnds,
    blankLine,
    headerLines,
    page,
    contentType,
    charset,
    contentLength,
    nothingBehind,
    closes,
    realClient,
    waits,
    splits,
    cleanStop(),
    date,
    dateAnywhere,
    dateFresh,
    saysClose,
    oldClient,
    neighbours,
    survives,
    readsEverything,
  ],
});
