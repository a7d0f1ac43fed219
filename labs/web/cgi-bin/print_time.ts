// A page with the time at which it was made. Reload it: it is never the same.
// A CGI script answers by printing: header lines, a blank line, and the content.
function page(now: Date): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>The time</title>
  </head>
  <body>
    <h1>The time</h1>
    <p>This page was made on <time datetime="${now.toISOString()}">${now.toUTCString()}</time>.</p>
  </body>
</html>`;
}

console.log('Content-Type: text/html; charset=utf-8');
console.log('');
console.log(page(new Date()));
