import { basename } from 'node:path';
import { environmentOf } from './cgi_environment.mjs';
import { BadOutput, isLocalRedirect, readHeader } from './cgi_response.mjs';
import { Script } from './run_script.mjs';
import { findScript } from './script.mjs';
import { Refusal } from './target.mjs';

/** A script may take this long. */
const LIMIT_MS = 5_000;
/** So much output is held back until the script has ended: as long as it is, a script that fails is a 500. */
const HELD_BACK = 64 * 1024;
/** So many run at once; further requests wait. */
const AT_ONCE = 16;

let free = AT_ONCE;
const waiting = [];

/** Answers a request with the output of a script. Gives the path of a local redirect, if it names one. */
export async function serveScript(request, response, target, { folder, root }) {
  const script = await findScript(folder, target);
  // The script is to know the length beforehand; one that comes in chunks is not known (section 4.1.2).
  if (request.headers['transfer-encoding'] !== undefined) throw new Refusal(411, { Connection: 'close' });
  if (free === 0) await new Promise((resolve) => waiting.push(resolve));
  else free--;
  try {
    if (response.destroyed) return undefined;
    return await answer(request, response, script, environmentOf(request, target, script, root));
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free++;
  }
}

async function answer(request, response, { words, path }, env) {
  const script = new Script(words, env, request);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    script.kill();
  }, LIMIT_MS);
  const leave = () => script.kill();
  response.once('close', leave); // the client left, or the answer is complete
  try {
    if (/^nph-/i.test(basename(path))) return await passOn(response, script);
    return await sendOutput(response, script);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    console.error(`${path}: ${error.message}`);
    throw new Refusal(late ? 504 : 500);
  } finally {
    clearTimeout(timer);
    response.off('close', leave);
    script.kill();
  }
}

async function sendOutput(response, script) {
  let output = Buffer.alloc(0);
  let header;
  for await (const chunk of chunksOf(script)) {
    if (response.headersSent) {
      await written(response, chunk);
      continue;
    }
    output = Buffer.concat([output, chunk]);
    header ??= readHeader(output);
    if (!header || output.length < HELD_BACK) continue;
    if (isLocalRedirect(header)) throw new BadOutput('a local redirect with content');
    sendHeader(response, header);
    await written(response, output.subarray(header.bodyAt));
  }
  const { code, signal, error } = await script.ended;
  if (code !== 0) throw new Error(error?.message ?? `it ended with ${code ?? signal}`);
  if (!header) throw new Error('it printed no header with a blank line');
  if (response.headersSent) response.end();
  else if (isLocalRedirect(header)) return header.location;
  else {
    sendHeader(response, header);
    response.end(output.subarray(header.bodyAt));
  }
  return undefined;
}

/** The output; that its pipe was closed by `kill` is seen by how the script ended. */
async function* chunksOf(script) {
  try {
    yield* script.stdout;
  } catch {}
}

/** Writes, and waits while the client is slower than the script. */
async function written(response, chunk) {
  if (response.destroyed || response.write(chunk)) return;
  await new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

function sendHeader(response, { status, reason, location, fields }) {
  response.statusCode = status;
  if (reason) response.statusMessage = reason;
  response.setHeader('X-Content-Type-Options', 'nosniff');
  for (const [name, value] of fields) response.appendHeader(name, value);
  if (location !== undefined) response.setHeader('Location', location);
  if (!response.hasHeader('content-type')) response.setHeader('Content-Type', 'text/plain; charset=utf-8');
}

/** A script that writes the whole response itself (section 5). */
async function passOn(response, script) {
  const { socket } = response;
  let some = false;
  for await (const chunk of chunksOf(script)) {
    some = true;
    await written(socket, chunk);
  }
  await script.ended;
  if (!some) throw new Error('it printed nothing');
  socket.destroySoon();
  return undefined;
}
