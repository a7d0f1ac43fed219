import { realpathSync } from 'node:fs';
import http, { STATUS_CODES } from 'node:http';
import { page } from './listing.mjs';
import { sendPage } from './static_files.mjs';
import { Refusal, readTarget } from './target.mjs';

/** The site's folder of a command line, as a real path in bytes. */
export const siteOf = (root) => realpathSync(root, { encoding: 'buffer' });

/**
 * Starts a server on 127.0.0.1. `answer(request, response, target)` answers; a Refusal that it throws
 * becomes an error page, any other error a 500. SIGINT and SIGTERM close everything, run `onStop`, and end
 * the process with exit code 0. With `halfOpen` a client that ends its side after the request still gets
 * its answer (RFC 9112, section 9.6); without it such a client has left.
 */
export function startServer(port, answer, { halfOpen = false, onStop = () => {} } = {}) {
  const server = http.createServer(
    {
      keepAliveTimeout: 3_000,
      headersTimeout: 10_000,
      requestTimeout: 60_000,
      connectionsCheckingInterval: 1_000,
    },
    async (request, response) => {
      response.on('error', () => {}); // the client left
      try {
        if (request.httpVersionMajor !== 1) throw new Refusal(505, { Connection: 'close' });
        await answer(request, response, readTarget(request.url));
      } catch (error) {
        refuse(request, response, error);
      }
    },
  );
  server.httpAllowHalfOpen = halfOpen;
  server.listen(port, '127.0.0.1', () => console.log(`listening on 127.0.0.1:${port}`));
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, async () => {
      server.close();
      server.closeAllConnections();
      await onStop();
      process.exit(0);
    });
  }
}

function refuse(request, response, error) {
  if (!(error instanceof Refusal)) console.error(error);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, headers } = error instanceof Refusal ? error : new Refusal(500);
  for (const name of ['ETag', 'Last-Modified']) response.removeHeader(name);
  const title = `${status} ${STATUS_CODES[status] ?? ''}`.trim();
  sendPage(request, response, status, page(title, ''), headers);
}

/** A page with the current time, made anew for every request. */
export function timePage(request, response) {
  if (!['GET', 'HEAD'].includes(request.method)) throw new Refusal(405, { Allow: 'GET, HEAD' });
  const now = new Date().toISOString();
  sendPage(request, response, 200, page('The time', `<p><time datetime="${now}">${now}</time>`), {
    'Cache-Control': 'no-store',
  });
}
