#!/usr/bin/env node
// A script chooses the status of the response with a header of its own: RFC 3875, section 6.3.3.
// The server makes the status line of it; the client never sees the word "Status".
console.log('Status: 404 Not Found');
console.log('Content-Type: text/plain; charset=utf-8');
console.log('');
console.log('The script has run, looked everywhere, and found nothing.');
