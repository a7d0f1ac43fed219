// A server on node:http that runs scripts (RFC 3875): `node node_http_cgi.mjs PORT ROOT`. It is meant to be
// right in everything that lab10 asks for. It chooses a script's interpreter by the extension; scripts
// need neither `#!` nor the x-bit.
import { portAndRoot } from './launcher.mjs';
import { serveScript } from './node_http/cgi.mjs';
import { killScripts } from './node_http/run_script.mjs';
import { isForScript, scriptFolderOf } from './node_http/script.mjs';
import { siteOf, startServer, timePage } from './node_http/site_server.mjs';
import { serveStatic } from './node_http/static_files.mjs';
import { Refusal, readTarget } from './node_http/target.mjs';

const { port, root } = portAndRoot();
const site = siteOf(root);

async function answer(request, response, target, redirects = 0) {
  if (['/time', '/time-page'].includes(target.path)) return timePage(request, response);
  const folder = await scriptFolderOf(site);
  if (!isForScript(target)) return serveStatic(request, response, target, { site, hidden: folder });
  const location = await serveScript(request, response, target, { folder, root });
  if (location === undefined) return;
  if (redirects === 5) throw new Refusal(500);
  // A local redirect is answered as if the client had asked for that page, with GET and no content.
  request.method = request.method === 'HEAD' ? 'HEAD' : 'GET';
  for (const name of ['content-length', 'content-type']) delete request.headers[name];
  await answer(request, response, readTarget(location), redirects + 1);
}

// Not half-open: the end of a client's side is all that tells that it left, and its script is then ended.
startServer(port, answer, { onStop: killScripts });
