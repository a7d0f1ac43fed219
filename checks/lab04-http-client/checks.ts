import { defineClientLab } from '../engine/lab.ts';
import { addressChecks } from './address_checks.ts';
import { contentChecks } from './content_checks.ts';
import { errorChecks } from './error_checks.ts';
import { http11Checks } from './http11_checks.ts';
import { redirectChecks } from './redirect_checks.ts';
import { requestChecks } from './request_checks.ts';

export default defineClientLab({
  title: 'HTTP client',
  program: 'http_client.ts',
  args: ['{url}'],
  diagnoses: {
    // The request.
    'sends-nothing': 'The program connects and then says nothing',
    'wrong-method': 'The program does not ask with GET',
    'query-dropped': 'The query of the URL is not sent',
    'whole-url-as-target': 'The whole URL stands where path and query belong',
    'wrong-target': 'The program asks for something else than the URL names',
    'bytes-behind-the-request': 'Bytes follow the blank line of the request',
    'no-host': 'The request has no Host header',
    'host-without-port': 'The Host header lacks the port',
    'wrong-host': 'The Host header is wrong',

    // The response.
    'cut-short': 'Only the beginning of the content is printed',
    'prints-nothing': 'The content is not printed',
    'prints-the-head': 'Status line and headers are printed among the content',
    'newline-added': 'A newline is printed that is not part of the content',
    'other-content': 'Something else than the content is printed',
    'head-not-shown': 'Status line and headers are not shown on standard error',
    'value-cut-at-colon': 'The value of a header is cut at its second colon',
    'first-piece-only': 'The first piece is taken for the whole response',
    'split-not-understood': 'A response that comes in pieces is not understood',
    'waits-for-close':
      'The program waits for the end of the connection, though it knows where the content ends',
    'length-in-characters': 'Content-Length is compared with a number of characters, not of bytes',
    'reads-past-length': 'More is printed than Content-Length says',
    'case-sensitive-names': 'The name of a header is recognised in one case of letters only',
    'needs-a-space': 'A header is understood only with exactly one space behind the colon',
    'empty-part-refused': 'A response with an empty part is taken for a bad one',

    // What goes wrong.
    'ignores-status': 'The exit code does not tell that the status was an error',
    'error-page-dropped': 'The page of an error is not printed',
    'cut-short-accepted': 'A page that is cut short is taken for a whole one',
    'no-answer-accepted': 'No answer at all is taken for an empty page',
    'not-http-accepted': 'Something that is not HTTP is taken for a page',
    'bad-url-accepted': 'A URL that cannot be used is not refused',
    'https-as-http': 'A https URL is asked for in plain HTTP',

    // Bonus.
    'redirect-not-followed': 'The redirect is not followed',
    'endless-redirects': 'The program follows redirects without end',
    'loop-accepted': 'A loop of redirects ends as if all had gone well',
    'says-http-1-0': 'The program says HTTP/1.0, and so gets no chunks',
    'chunks-printed': 'The chunks are not taken apart',
    'interim-taken-for-final': 'An interim response is taken for the response itself',
    'waits-for-content': 'The program waits for content that such a response never has',
    'encoded-twice': 'What was encoded already is encoded again',
    'header-injected': 'A line end in the URL becomes a line of the request',
  },
  checks: [
    ...requestChecks,
    ...contentChecks,
    ...errorChecks,
    ...redirectChecks,
    ...http11Checks,
    ...addressChecks,
  ],
});
