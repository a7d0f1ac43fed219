import { cleanStop, nextClient } from '../engine/common_checks.ts';
import { check, defineServerLab } from '../engine/lab.ts';
import { endlessHead } from './endless_check.ts';
import { explains, noInjection, properErrors } from './error_checks.ts';
import { fillSite, getPage } from './exchange.ts';
import {
  absoluteForm,
  goodHeaderLines,
  hostRequired,
  spaceBeforeColon,
  strictGrammar,
} from './header_checks.ts';
import { longHeaders, longLine } from './limit_checks.ts';
import { head, methodCase, otherMethods, unknownMethod } from './method_checks.ts';
import { oddLines, versions, wrongLines } from './request_line_checks.ts';
import { pieces, rubbish, survivesReset, unfinished } from './rude_checks.ts';
import { anyTarget, printsTarget } from './target_checks.ts';

export default defineServerLab({
  title: 'HTTP server 3: reading the request',
  program: 'http_serve3.ts',
  args: ['{port}', '{root}'],
  site: fillSite,
  diagnoses: {
    // What is asked for.
    'prints-no-target': 'The target of the request is not printed',
    'prints-decoded': 'The target is printed decoded, not as it came',
    'prints-other-case': 'The target is printed in other letters, small or capital, not as it came',
    'prints-resolved': 'The target is printed with its dots worked out, not as it came',
    'prints-without-query': 'The target is printed without its query',
    'prints-late': 'The target is printed only when the next request comes',
    'prints-first-only': 'Only the target of an earlier request is printed',
    'refuses-good-request': 'A good request is turned down',
    stumbles: 'The program goes wrong over a good request',

    // What is not done here.
    'accepts-any-method': 'Another method than GET is answered as if it had worked',
    'refuses-in-body-only': 'The body says no, but the status line says yes',
    'method-by-prefix': 'A method is taken for GET because it begins with GET',
    'method-in-any-case': 'The method is compared without regard to upper and lower case',
    'reason-undefined': 'The reason in the status line is a value that is not there',
    'no-allow': 'The status 405 comes without an Allow header',
    'wrong-allow': 'Allow does not name the methods that are allowed',
    'accepts-any-version': 'A version of HTTP that the program cannot speak is accepted',

    // What is wrong, and what becomes of it.
    'stops-serving': 'After a bad client the program does not serve the next one',
    'reflects-markup': 'Markup that a client sent becomes part of a page',
    'injects-header': 'A client can put headers of its own into the response',
    'no-limit': 'A request line of any length is accepted',
    'slow-or-silent': 'A long header keeps the program busy, or silent',
    'stores-without-limit': 'The program collects a head that never ends',

    // Bonus.
    'no-explanation': 'An error comes without a word of explanation',
    'host-not-required': 'HTTP/1.1 without exactly one Host header is accepted',
    'refuses-absolute-form': 'A whole URL as a target is turned down',
  },
  checks: [
    check(
      'answers a GET request with the page',
      {
        id: 'page',
        spec: 'RFC 9112, sections 3 and 4; the handout, "The request line"',
        hints: [
          'What has to be true of a request, so that your program sends the page?',
          'The request line has three words, the first is GET, and the third begins with HTTP/1.',
          "const [method, target, version] = requestLine.split(' '); and when all three are right: socket.end(okResponse(page))",
        ],
      },
      (context) => getPage(context),
    ),
    nextClient((context) => getPage(context)),
    printsTarget,
    anyTarget,
    properErrors,
    otherMethods,
    unknownMethod,
    methodCase,
    head,
    versions,
    goodHeaderLines,
    wrongLines,
    oddLines,
    spaceBeforeColon,
    rubbish,
    noInjection,
    pieces,
    unfinished,
    longLine,
    longHeaders,
    endlessHead,
    survivesReset,
    cleanStop(),
    explains,
    hostRequired,
    absoluteForm,
    strictGrammar,
  ],
});
