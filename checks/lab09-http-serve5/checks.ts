import { cleanStop, nextClient } from '../engine/common_checks.ts';
import { defineServerLab } from '../engine/lab.ts';
import { ESCAPE_DIAGNOSES } from '../engine/site/traversal.ts';
import { cutUp, leavers, slowClients, together } from './client_checks.ts';
import { lastModified, range } from './conditional_checks.ts';
import { bytes, emptyFile, heads, largeFile, textFile } from './content_checks.ts';
import { leavesEarly } from './early_leaver_check.ts';
import { symbolicLink, traversal } from './escape_checks.ts';
import { getText } from './exchange.ts';
import { fillSite } from './exhibits.ts';
import { fifo } from './fifo_check.ts';
import { head } from './head_checks.ts';
import { index, listing, names, notFound, query } from './name_checks.ts';
import { idle, keepAlive } from './persistence_checks.ts';
import { timePage } from './time_page.ts';
import { oddFiles } from './trouble_checks.ts';
import { capitals, charset, noExtension, types } from './type_checks.ts';
import { vanishing } from './vanishing_check.ts';

export default defineServerLab({
  title: 'HTTP server 5: files',
  program: 'http_serve5.ts',
  args: ['{port}', '{root}'],
  site: fillSite,
  diagnoses: {
    ...ESCAPE_DIAGNOSES,
    // Names.
    'not-decoded': 'The percent-encoding in the target is not decoded',
    'decoded-twice': 'The target is decoded twice',
    'plus-as-space': 'A + in the path is taken for a space',
    'cut-after-decoding': 'The target is decoded before its query is cut off',
    'dots-in-name': 'A name that only has two dots in it is taken for a way out',
    'query-in-name': 'The query is taken for a part of the name',
    'listing-for-index': 'A folder is listed, though it has an index.html',
    'no-link': 'The listing has no link to a file that is in the folder',

    // Headers.
    'one-type-for-all': 'Every file gets the same Content-Type',
    'head-differs': 'HEAD gets other headers than GET',

    // The page with the time.
    'no-time': 'There is no time on the page',
    'short-time': 'The time on the page has numbers of one digit',
    'wrong-time': 'The time on the page is wrong',
    frozen: 'The time is taken once, at the start of the program',

    // Clients that are slow, leave, or come all at once.
    'file-in-memory': 'Whole files are kept in memory',
    'leaks-files': 'Files stay open when the client has gone',
    'mixes-up-clients': 'Clients at the same time get the files of each other',
    'blocked-by-pipe': 'The program waits for ever at a file that is a pipe',

    // Bonus.
    'no-last-modified': 'Last-Modified is missing',
    'wrong-last-modified': 'Last-Modified is not right',
    'never-304': 'A client that has the file already gets it again',
    'always-304': 'A client that has an old file, or none, is told that nothing has changed',
    'range-ignored': 'The range is ignored',
    'wrong-range': 'Another part of the file came than was asked for',
    'wrong-content-range': 'Content-Range does not say which part of the file it is',
    'closes-after-one': 'The connection is ended, though the client has more to ask',
    'loses-requests': 'A request that came right behind another is lost',
    'out-of-order': 'Answers come in another order than the requests',
    'keeps-idle': 'Connections on which nothing happens stay open',
  },
  checks: [
    textFile,
    nextClient(getText),
    bytes,
    types,
    noExtension,
    capitals,
    charset,
    notFound,
    query,
    names,
    emptyFile,
    largeFile,
    index,
    head,
    timePage,
    heads,
    cutUp,
    oddFiles,
    traversal,
    symbolicLink,
    vanishing,
    together,
    slowClients,
    leavesEarly,
    leavers,
    cleanStop(),
    listing,
    lastModified,
    range,
    keepAlive,
    fifo,
    idle,
  ],
});
