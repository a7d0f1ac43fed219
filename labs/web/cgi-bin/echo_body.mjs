#!/usr/bin/env node
// Sends the content of the request back. Try it with: curl --data "some text" URL

/** Reads the content of the request: CONTENT_LENGTH bytes and no more (RFC 3875, section 4.2). */
async function readContent() {
  const length = Number(process.env.CONTENT_LENGTH || 0);
  const pieces = [];
  let count = 0;
  if (length === 0) return Buffer.alloc(0);
  for await (const piece of process.stdin) {
    pieces.push(piece);
    count += piece.length;
    if (count >= length) break;
  }
  return Buffer.concat(pieces).subarray(0, length);
}

const content = await readContent();

// Always as plain text, whatever Content-Type came with it: if a stranger's bytes were sent back
// as HTML, the stranger's scripts would run in the visitor's browser.
process.stdout.write('Content-Type: text/plain; charset=utf-8\r\n');
process.stdout.write('X-Content-Type-Options: nosniff\r\n');
process.stdout.write('\r\n');
process.stdout.write(content);
