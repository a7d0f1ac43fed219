#!/usr/bin/env node
// A form, and what was typed into it. GET shows the form; POST also brings the fields, on standard input.

/** The most that this script reads: nobody types more than this. */
const LIMIT = 10_000;

/** Reads the content of the request: CONTENT_LENGTH bytes and no more (RFC 3875, section 4.2). */
async function readContent(length) {
  const pieces = [];
  let count = 0;
  if (length === 0) return '';
  for await (const piece of process.stdin) {
    pieces.push(piece);
    count += piece.length;
    if (count >= length) break;
  }
  return Buffer.concat(pieces).subarray(0, length).toString();
}

/** Text as it must stand in HTML, so that no character of it is taken for markup. */
function escapeHtml(text) {
  return text
    .replaceAll('&', '&amp;') // first, or the & of the others would be escaped again
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** The fields as a list. Type <b>bold</b> into the form: without escapeHtml it would be bold. */
function list(fields) {
  const items = [];
  for (const [name, value] of fields) {
    items.push(`<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`);
  }
  return items.length === 0 ? '' : `<h2>You wrote</h2>\n    <dl>${items.join('')}</dl>`;
}

const length = Number(process.env.CONTENT_LENGTH || 0);
const tooMuch = !(length <= LIMIT); // also when it is no number
const content = process.env.REQUEST_METHOD === 'POST' && !tooMuch ? await readContent(length) : '';
// In a form, unlike in a path, + stands for a space. URLSearchParams knows that, and decodes the %XX too.
const fields = new URLSearchParams(content);

if (tooMuch) console.log('Status: 413 Content Too Large');
console.log('Content-Type: text/html; charset=utf-8');
console.log('');
console.log(`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>A form</title>
  </head>
  <body>
    <h1>A form</h1>
    <form method="post">
      <p><label>Your name <input name="name" autocomplete="off"></label></p>
      <p><label>Your message <textarea name="message"></textarea></label></p>
      <p><button>Send</button></p>
    </form>
    ${tooMuch ? '<p>That is too much to read.</p>' : list(fields)}
  </body>
</html>`);
