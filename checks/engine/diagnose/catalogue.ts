import { PROBLEMS } from '../http/problem.ts';

/**
 * The misconceptions that any lab can meet, each with one sentence for the headline of a failure.
 * What only one lab knows stands in that lab's `diagnoses`.
 */
export const CATALOGUE: Readonly<Record<string, string>> = {
  // The program cannot be tried at all.
  'missing-file': 'The file of this lab is not there',
  'syntax-error': 'The program has a syntax error',
  'import-not-found': 'The program imports a file or package that does not exist',
  'uses-http-library': 'This lab is about what the HTTP library does for you, so it may not be used here',

  // It starts, but not as agreed.
  'crashes-at-start': 'The program crashed before it was listening',
  'exits-at-start': 'The program ended by itself before it was listening',
  'never-listens': 'The program runs, but it never listens for connections',
  'wrong-port': 'The program listens on another port than the one it was given',
  'wrong-address': 'The program listens where 127.0.0.1 cannot reach it',

  // It does not hold on.
  crashed: 'The program crashed',
  exited: 'The program ended by itself',
  'floods-output': 'The program prints without end',
  'eats-memory': 'The program takes more and more memory',
  'too-many-processes': 'The program starts more and more processes',
  'too-slow': 'The check took longer than it may',
  'only-when-fresh': 'It works on a freshly started program, but no longer after a badly behaved client',

  // The conversation.
  refused: 'The program is running, but refuses the connection',
  'one-client-only': 'The program serves one client and then nobody',
  silent: 'The program accepts the connection, but nothing comes back',
  'closed-early': 'The program ends the connection before the whole answer was there',
  'resets-connection': 'The program cuts the connection (RST) instead of ending it (FIN)',
  'keeps-open': 'The program never ends its side of the connection',

  // Bytes.
  'through-text': 'The bytes were turned into text on the way, and not every byte survives that',
  'cut-short': 'The beginning came back, the rest is missing',
  decorated: 'The bytes came back with something added around them',
  'sent-twice': 'The bytes came back more than once',
  'case-changed': 'Upper and lower case were changed',
  'line-ends-changed': 'The line ends were changed',
  'other-bytes': 'Other bytes came back than were expected',

  // HTTP responses.
  'wrong-status': 'The status says something else than what happened',
  'error-500': 'A wrong request is answered as if the program itself had gone wrong',
  'accepts-wrong-request': 'A request that is wrong is answered as if it were right',
  'length-in-characters': 'Content-Length counts characters instead of bytes',
  'length-too-small': 'Content-Length is smaller than the content',
  'length-too-large': 'Content-Length is larger than the content',
  'no-content': 'The head is right, but the content is missing',
  'blank-line-twice': 'There is one blank line too many between head and content',
  'bytes-behind-content': 'More bytes come behind the content',
  'no-content-type': 'Content-Type is missing',
  'wrong-content-type': 'Content-Type is not right',
  'no-charset': 'Content-Type does not say how text is encoded',
  'content-on-head': 'A response to HEAD has content',
  'first-piece-only': 'One data event is taken for the whole request',
  'answers-too-early': 'The answer comes before the request is complete',
  'reads-to-end': 'The program waits until the client ends its side, which a client of HTTP does not do',

  // Stopping.
  'ignores-signal': 'The program does not stop when it is asked to',
  'bad-exit': 'The program stops, but as if something had gone wrong',
  'port-still-held': 'The program has ended, but its port is still taken',

  // Clients.
  'never-connects': 'The program never connected to the server',
  'wrong-destination': 'The program connects to another place than the one it was given',
  'never-ends': 'The program did not end, though there was nothing left to wait for',
  'stack-trace': 'A stack trace instead of a sentence',
  'no-message': 'Nothing on standard error says what went wrong',
  'wrong-exit-code': 'The exit code says something else than what happened',

  // What is wrong with an HTTP message.
  ...Object.fromEntries(Object.entries(PROBLEMS).map(([kind, [, name]]) => [kind, name])),
};

/** The sentence of a diagnosis; the lab's own words come first. */
export function headline(diagnosis: string, own: Readonly<Record<string, string>> = {}): string {
  return own[diagnosis] ?? CATALOGUE[diagnosis] ?? diagnosis;
}
