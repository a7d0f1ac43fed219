import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { allChecks } from '../../checks/engine/run/run_lab.ts';
import type { LabEntry } from '../../commands/labs.ts';
import { flagField, readJson, textField, textsField } from './body.ts';
import { Refusal } from './gate.ts';
import { MOST_STREAMS } from './journal.ts';
import { editors, launchFirst } from './launch.ts';
import { livePart } from './live_part.ts';
import { type Answer, beginEvents } from './respond.ts';
import { targetOf } from './runs.ts';
import { ICON, scriptAnswer, shellAnswer, styleAnswer } from './shell.ts';
import type { Workbook } from './workbook.ts';

/** The most that a body may have, in bytes. */
const SMALL = 64 * 1024;
const LIVE = 4 * 1024 * 1024;

type Route = (workbook: Workbook, call: Call) => Promise<Answer | undefined> | Answer | undefined;

/** A request that was let in. */
interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  /** The groups of the route's pattern. */
  words: string[];
  query: URLSearchParams;
}

/**
 * Everything that can be asked for, and nothing else: a path is compared as it was sent, without decoding, and no
 * part of it ever becomes the name of a file that was not found by listing a folder of the course.
 */
const ROUTES: [method: 'GET' | 'POST', pattern: RegExp, route: Route][] = [
  ['GET', /^\/(?:lab\d\d|labs)?$/, page],
  ['GET', /^\/app\.js$/, ({ bundle }) => scriptAnswer(bundle)],
  ['GET', /^\/app\.css$/, ({ bundle }) => styleAnswer(bundle)],
  ['GET', /^\/icon\.svg$/, icon],
  ['GET', /^\/figures\/(lab\d\d|labs)\/([\w-]+\.(?:svg|png|webp))$/, figure],
  ['GET', /^\/api\/course$/, async ({ state, watching }) => ({ json: await state.course([...watching]) })],
  ['GET', /^\/api\/labs\/(lab\d\d|labs)\/handout$/, handout],
  [
    'GET',
    /^\/api\/search$/,
    ({ handouts }, { query }) => ({ json: handouts.search((query.get('q') ?? '').slice(0, 200)) }),
  ],
  ['GET', /^\/api\/events$/, events],
  ['POST', /^\/api\/labs\/(lab\d\d)\/run$/, run],
  ['POST', /^\/api\/labs\/(lab\d\d)\/stop$/, stop],
  ['POST', /^\/api\/labs\/(lab\d\d)\/hint$/, hint],
  ['POST', /^\/api\/labs\/(lab\d\d)\/open$/, open],
  ['POST', /^\/api\/watch$/, watch],
  ['POST', /^\/api\/wire$/, wire],
];

/** Answers a request; undefined when the route has done so itself. A Refusal says why not. */
export async function answerTo(
  workbook: Workbook,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Answer | undefined> {
  const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const here = ROUTES.filter(([, pattern]) => pattern.test(path));
  if (here.length === 0) throw new Refusal(404, 'There is nothing here.');
  const [, pattern, route] = here.find(([wanted]) => wanted === method) ?? [];
  if (!pattern || !route) {
    const [[only] = ['GET']] = here;
    throw new Refusal(405, `This wants ${only}.`, { Allow: only === 'GET' ? 'GET, HEAD' : only });
  }
  const words = pattern.exec(path)?.slice(1) ?? [];
  return route(workbook, { request, response, words, query: new URLSearchParams(query) });
}

function page({ bundle, token, journal: { epoch } }: Workbook): Promise<Answer> {
  return shellAnswer(bundle, { token, epoch });
}

function icon({ state }: Workbook): Answer {
  let body: string | Buffer = ICON;
  try {
    body = readFileSync(join(state.root, 'workbook/page/icon.svg'));
  } catch {} // there is none: ours
  return { type: 'image/svg+xml', body, figure: true };
}

const FIGURE_TYPES: Record<string, string> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
};

function figure({ handouts }: Workbook, { words: [lab = '', name = ''] }: Call): Answer {
  const path = handouts.figure(lab, name);
  if (!path) throw new Refusal(404, 'There is no such figure.');
  return { type: FIGURE_TYPES[extname(name)] as string, body: readFileSync(path), figure: true };
}

function handout({ handouts }: Workbook, { words: [lab = ''] }: Call): Answer {
  const found = handouts.handout(lab);
  if (!found) throw new Refusal(404, `The handout of ${lab} is not there. Was the folder moved or removed?`);
  return { json: found };
}

function events({ journal }: Workbook, { request, response, query }: Call): undefined {
  if (journal.streams >= MOST_STREAMS)
    throw new Refusal(503, 'Too many pages are open.', { 'Retry-After': '5' });
  beginEvents(response);
  if (request.method === 'HEAD') response.end();
  else
    journal.attach(response, request.headers['last-event-id']?.toString() ?? query.get('last') ?? undefined);
}

function labOf({ state }: Workbook, id = ''): LabEntry {
  const entry = state.entry(id);
  if (!entry) throw new Refusal(404, `There is no ${id}. Was its folder in checks/ moved or removed?`);
  return entry;
}

async function run(workbook: Workbook, { request, words: [id] }: Call): Promise<Answer> {
  const entry = labOf(workbook, id);
  const body = await readJson(request, SMALL);
  const [only, bonus] = [textsField(body, 'only'), flagField(body, 'bonus')];
  if (only) {
    const lab = await workbook.state.lab(entry);
    const known = allChecks(lab, targetOf(workbook.state.root, entry, lab)).map((check) => check.id);
    const unknown = only.find((one) => !known.includes(one));
    if (unknown !== undefined || only.length === 0) {
      throw new Refusal(400, `There is no check '${unknown ?? ''}' in ${entry.id}.`);
    }
  }
  const number = workbook.run(entry, { ...(only && { only }), ...(bonus !== undefined && { bonus }) });
  return { status: 202, json: { run: number } };
}

async function stop(workbook: Workbook, { request, words: [id] }: Call): Promise<Answer> {
  const entry = labOf(workbook, id);
  await readJson(request, SMALL);
  return { json: { stopped: workbook.runs.stop(entry.id) } };
}

async function hint(workbook: Workbook, { request, words: [id] }: Call): Promise<Answer> {
  const entry = labOf(workbook, id);
  const check = textField(await readJson(request, SMALL), 'check') ?? '';
  const given = await workbook.state.hint(entry, check);
  if (!given) throw new Refusal(404, `There is no hint for '${check}' in ${entry.id}.`);
  workbook.tellProgress();
  return { json: given };
}

async function open(workbook: Workbook, { request, words: [id] }: Call): Promise<Answer> {
  const entry = labOf(workbook, id);
  const name = textField(await readJson(request, SMALL), 'file');
  const files = workbook.state.files(entry);
  const program = (await workbook.state.lab(entry)).program;
  const file = files.find((one) => one.name === (name ?? program));
  if (!file) throw new Refusal(404, `There is no file '${name ?? program}' in ${entry.id}.`);
  if (file.missing) {
    throw new Refusal(409, `${file.path} is not there. \`npm run reset ${entry.id}\` puts the starter back.`);
  }
  const path = join(workbook.state.root, 'labs', entry.folder, file.name);
  const opened = await launchFirst(editors(path, { platform: process.platform, env: process.env }));
  if (!opened) throw new Refusal(409, `No editor could be started from here. Open ${file.path} in yours.`);
  return { json: { opened: file.path } };
}

async function watch(workbook: Workbook, { request }: Call): Promise<Answer> {
  const lab = textField(await readJson(request, SMALL), 'lab');
  if (lab !== undefined) workbook.watching.add(labOf(workbook, lab).id);
  return { json: { watching: [...workbook.watching] } };
}

async function wire(workbook: Workbook, { request }: Call): Promise<Answer> {
  const part = workbook.live.add(livePart(await readJson(request, LIVE)));
  workbook.journal.add('wire', part);
  return { json: { events: part.events.length } };
}
