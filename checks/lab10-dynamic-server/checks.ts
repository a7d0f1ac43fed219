import { nextClient } from '../engine/common_checks.ts';
import { check, defineServerLab } from '../engine/lab.ts';
import { ESCAPE_DIAGNOSES } from '../engine/site/traversal.ts';
import { BONUS_POST_CHECKS } from './bonus_post_checks.ts';
import { BONUS_VARIABLE_CHECKS } from './bonus_variable_checks.ts';
import { CLIENT_CHECKS } from './client_checks.ts';
import { CONTENT_CHECKS } from './content_checks.ts';
import { greets } from './exchange.ts';
import { HIDDEN_CHECKS } from './hidden_checks.ts';
import { languages } from './language_checks.ts';
import { OUTPUT_CHECKS } from './output_checks.ts';
import { PAGE_CHECKS } from './page_checks.ts';
import { REDIRECT_CHECKS } from './redirect_checks.ts';
import { SECURITY_CHECKS } from './security_checks.ts';
import { fillSite } from './stage.ts';
import { STRANGE_OUTPUT_CHECKS } from './strange_output_checks.ts';
import { stderrLog, TROUBLE_CHECKS } from './trouble_checks.ts';
import { VARIABLE_CHECKS } from './variable_checks.ts';

export default defineServerLab({
  title: 'Dynamic server',
  program: 'dynamic_server.ts',
  args: ['{port}', '{root}'],
  site: fillSite,
  diagnoses: {
    ...ESCAPE_DIAGNOSES,

    // What is run and what is shown.
    'shows-source': 'The script itself is sent, instead of being run',
    'shows-data': 'What scripts keep beside them is shown to everybody',
    'runs-any-file': 'A file outside of cgi-bin is run',
    'language-unknown': 'Scripts of one kind are not run',
    'name-not-decoded': 'The name of the script is not decoded',
    'query-in-name': 'The query is taken for a part of the name',

    // The page with the time.
    'no-time': 'The page does not say what time it is',
    'wrong-time': 'The time is wrong',
    frozen: 'The clock is read once, and not for each client',

    // What the script prints.
    'script-head-in-content': 'The head that the script printed is sent as content',
    'script-lf-not-read': 'The output of a script is taken apart at CR LF only',
    'script-crlf-not-read': 'The output of a script is taken apart at LF only',
    'header-lost': 'A header is lost on its way',
    'header-changed': 'A header is not passed on as it was',
    'cookies-joined': 'Two cookies are not sent as two headers',
    'status-leaks': 'The Status of the script is sent to the client as a header',
    'nph-parsed': 'The output of an nph- script is not passed on as it is',
    'believes-script': 'What is no head is passed on as if it were one',
    'believes-length': 'The length that the script announced is believed',
    'content-without-leave': 'A response that may have no content has some',

    // What the script is told.
    'no-variable': 'A variable of the script is not there',
    'wrong-variable': 'A variable of the script is not what it should be',
    'query-decoded': 'The query is decoded before the script gets it',
    'value-cut-at-colon': 'The value of a header is cut at its second colon',
    'header-twins': 'Two headers become one variable, and the false one wins',
    'password-passed-on': 'The password of a visitor is handed to a script',
    'wrong-folder': 'The script does not run in its own folder',

    // What the script reads.
    deadlock: 'Program and script wait for each other',
    'content-lost': 'The content of the request does not reach the script',
    'cut-at-blank-line': 'The content of the request is cut at its first blank line',
    'stdin-stays-open': 'The standard input of the script never ends',
    'no-allow': 'Allow is missing',
    'no-continue': 'The client asks whether it shall send the content, and gets no word',
    'waits-for-content': 'The program waits for content that will never come',
    'content-as-request': 'Content is taken for a request',

    // When a script goes wrong.
    'failure-hidden': 'A script has failed, and the client is not told',
    'stderr-to-client': 'The client sees what is meant for the log',
    'stderr-blocks': 'Nobody reads the standard error of the script',
    'stderr-lost': 'What the script complains about is lost',
    'blocks-others': 'While a script runs, nobody else is served',
    'no-time-limit': 'A script that hangs is waited for without end',
    'script-not-killed': 'A script that has hung goes on running',
    'leaves-orphans': 'A script lives on when the program has ended',
    'works-for-nobody': 'A script goes on working when its client has left',
    'loses-clients': 'With many clients at once, some get no answer, or that of another',
    'leaves-processes': 'Processes stay behind when scripts have ended',
    'leaks-handles': 'Files or pipes stay open when scripts have ended',

    // Strangers.
    httpoxy: 'A stranger can send the requests of scripts through a computer of their own',
    'leaks-environment': 'The environment of the server is handed to scripts, secrets included',
    'shell-injection': 'A stranger can run commands on the server',
  },
  checks: [
    check(
      'runs a script in cgi-bin and sends what it prints',
      {
        id: 'script-output',
        spec: 'RFC 3875, sections 6.2.1 and 7.2; the handout, "Run, not shown"',
        hints: [
          'What does your program do with a file in cgi-bin, and what shall it do?',
          'Start the script as a program of its own, collect what it prints on standard output, cut that at the first blank line: headers, content.',
          "const child = spawn('sh', [file]); collect child.stdout until 'close'; /\\r?\\n\\r?\\n/ finds the blank line",
        ],
      },
      greets,
    ),
    nextClient(greets),
    ...PAGE_CHECKS,
    languages,
    ...OUTPUT_CHECKS,
    ...VARIABLE_CHECKS,
    ...CONTENT_CHECKS,
    ...TROUBLE_CHECKS,
    ...HIDDEN_CHECKS,
    ...SECURITY_CHECKS,
    stderrLog,
    ...BONUS_VARIABLE_CHECKS,
    ...REDIRECT_CHECKS,
    ...STRANGE_OUTPUT_CHECKS,
    ...BONUS_POST_CHECKS,
    ...CLIENT_CHECKS,
  ],
});
