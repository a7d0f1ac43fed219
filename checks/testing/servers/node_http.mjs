// A static file server on node:http: `node node_http.mjs PORT ROOT [--listing-only]`. It is meant to be
// right in everything that lab09 asks for, and with `--listing-only` in what lab08 does.
import { portAndRoot } from './launcher.mjs';
import { siteOf, startServer, timePage } from './node_http/site_server.mjs';
import { serveStatic } from './node_http/static_files.mjs';

const { port, root } = portAndRoot();
const site = siteOf(root);
const listingOnly = process.argv.includes('--listing-only');

const answer = (request, response, target) =>
  target.path === '/time-page' && !listingOnly
    ? timePage(request, response)
    : serveStatic(request, response, target, { site, listingOnly });

startServer(port, answer, { halfOpen: true });
