// Python's http.server with CGI: `node python_cgi.mjs PORT ROOT`. It starts a script as a program: scripts
// need `#!` and the x-bit. (Deprecated in Python 3.13, gone in 3.15.)
import { IS_ROOT, portAndRoot, program, run } from './launcher.mjs';

const { port, root } = portAndRoot();
// Started by root, it changes to `nobody` before it runs a script, who cannot read our files. Without the
// right to change, it goes on as it is.
const asWeAre = IS_ROOT ? [program('setpriv'), '--bounding-set=-setuid', '--inh-caps=-setuid', '--'] : [];

run(() => ({
  words: [
    ...asWeAre,
    program('python3'),
    ...['-m', 'http.server', String(port), '--cgi', '--bind', '127.0.0.1', '--directory', root],
  ],
}));
