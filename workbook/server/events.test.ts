import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { poll } from '../../checks/engine/deadline.ts';
import type { CheckJson, LabMessage, ProgressMessage } from './api.ts';
import { EventStream } from './testing/event_stream.ts';
import { LAB01, type OpenWorkbook, openWorkbook } from './testing/open_workbook.ts';

let book: OpenWorkbook;
const streams: EventStream[] = [];
beforeEach(async () => {
  book = await openWorkbook();
});
afterEach(async () => {
  for (const stream of streams.splice(0)) stream.close();
  await book.close();
});

function listen(headers: Record<string, string> = {}, query = ''): EventStream {
  const stream = new EventStream(book.workbook.port, headers, query);
  streams.push(stream);
  return stream;
}

const post = async (path: string, body: unknown = {}) => {
  const response = await book.post(path, body);
  return { status: response.status, body: JSON.parse(response.body) };
};

const runOf = (event: { data: unknown }): number => (event.data as LabMessage).run;

/** The last verdict of each check that a stream has heard of. */
function verdicts(stream: EventStream): Record<string, string> {
  const ended = stream.lab.flatMap(({ event }) => (event.type === 'check-ended' ? [event.result] : []));
  return Object.fromEntries(ended.map((result: CheckJson) => [result.id, result.verdict]));
}

describe('a run', { timeout: 60_000 }, () => {
  test('is told as it happens, and kept in the progress', async () => {
    book.save('solution');
    const stream = listen();
    await stream.until('hello', ({ name }) => name === 'caught-up');
    expect(await post('/api/labs/lab01/run')).toMatchObject({ status: 202, body: { run: 1 } });
    await stream.untilLab('lab-ended');
    expect(new Set(Object.values(verdicts(stream)))).toEqual(new Set(['pass']));
    const types = stream.lab.map(({ event }) => event.type);
    expect(types[0]).toBe('lab-started');
    expect(types).toContain('wire');
    expect(types.at(-1)).toBe('lab-ended');
    const echo = stream.lab.flatMap(({ event }) =>
      event.type === 'check-ended' && event.result.id === 'echo-line' ? [event.result] : [],
    )[0];
    const sent = echo?.wire.find((one) => one.kind === 'data' && one.from === 'checker');
    const back = echo?.wire.find((one) => one.kind === 'data' && one.from === 'program');
    expect(Buffer.from(sent?.bytes ?? '', 'base64').toString()).toMatch(/^hello .*\n$/);
    expect(back?.bytes).toBe(sent?.bytes);

    await stream.until(
      'the progress',
      ({ name, data }) => name === 'progress' && (data as ProgressMessage).next === 'lab02',
    );
    const course = JSON.parse((await book.get('/api/course')).body);
    expect(course.labs[0]).toMatchObject({
      id: 'lab01',
      state: 'passed',
      files: [{ name: 'echo_server.ts' }],
    });
    expect(course.labs[0].score).toBe(course.labs[0].maxScore);
    expect(
      JSON.parse(readFileSync(join(book.root, '.workbook/progress.json'), 'utf8')).lab01.passed,
    ).toBeTruthy();
  });

  test('that fails tells why, as the terminal does', async () => {
    const stream = listen();
    await post('/api/labs/lab01/run', { only: ['echo-line'] });
    await stream.untilLab('lab-ended');
    const failed = stream.lab
      .flatMap(({ event }) => (event.type === 'check-ended' ? [event.result] : []))
      .find((result) => result.id === 'echo-line');
    expect(failed).toMatchObject({ verdict: 'fail', finding: { diagnosis: 'silent' } });
    expect(failed?.finding?.headline).toBeTruthy();
    expect(failed?.story?.join('\n')).toContain('the checker sends');
    expect(failed?.again).toMatch(/^npm run check lab01 -- --check echo-line --seed \d+$/);
    expect(failed?.byHand).toContain('node -e');
  });

  test('that is begun again takes the place of the first; a stopped one says so', async () => {
    const stream = listen();
    await post('/api/labs/lab01/run');
    await stream.untilLab('check-started');
    await post('/api/labs/lab01/run');
    const stopped = await stream.untilLab('run-stopped');
    expect(runOf(stopped)).toBe(1);
    await stream.untilLab('lab-started', 2);
    expect((await post('/api/labs/lab01/stop')).body).toEqual({ stopped: true });
    await stream.until(
      'the second',
      (event) =>
        event.name === 'lab' && runOf(event) === 2 && (event.data as LabMessage).event.type === 'run-stopped',
    );
    expect((await post('/api/labs/lab01/stop')).body).toEqual({ stopped: false });
    await book.workbook.runs.idle;
    // Nothing of a stopped run is told behind its end.
    const ends = stream.lab.findLastIndex(({ event }) => event.type === 'run-stopped');
    expect(ends).toBe(stream.lab.length - 1);
    expect(stream.lab.filter(({ event }) => event.type === 'lab-ended')).toEqual([]);
  });

  test('of another lab waits', async () => {
    book.save('solution');
    const stream = listen();
    await post('/api/labs/lab01/run', { only: ['echo-line'] });
    await post('/api/labs/lab03/run', { only: ['raw-sockets'] });
    const queued = await stream.untilLab('run-queued');
    expect(queued.data).toMatchObject({ lab: 'lab03', run: 2 });
    await stream.until('the end of lab03', (event) => {
      const { lab, event: what } = event.data as LabMessage;
      return event.name === 'lab' && lab === 'lab03' && what.type === 'lab-ended';
    });
    const ends = stream.lab.findIndex(({ lab, event }) => lab === 'lab01' && event.type === 'lab-ended');
    const starts = stream.lab.findIndex(({ lab, event }) => lab === 'lab03' && event.type === 'lab-started');
    expect(ends).toBeLessThan(starts);
  });

  test('of some checks leaves the results of the others', async () => {
    book.save('solution');
    await post('/api/labs/lab01/run');
    await book.workbook.runs.idle;
    await post('/api/labs/lab01/run', { only: ['bytes'] });
    await book.workbook.runs.idle;
    const late = listen();
    await late.until('the state', ({ name }) => name === 'caught-up');
    const starts = late.lab.flatMap(({ event }) => (event.type === 'lab-started' ? [event.partial] : []));
    expect(starts).toEqual([false, true]);
    expect(Object.keys(verdicts(late)).length).toBeGreaterThan(5);
    const ended = late.lab.flatMap(({ event }) => (event.type === 'check-ended' ? [event.result.id] : []));
    expect(new Set(ended).size).toBe(ended.length);
    expect(ended.at(-1)).toBe('bytes');
  });

  test('of a program that answers with 50 MB stays small', async () => {
    book.save('solution', (text) =>
      text.replace(
        'if (!socket.write(bytes)) {',
        'socket.end(Buffer.alloc(50_000_000, 65));\n    if (false) {',
      ),
    );
    await post('/api/labs/lab01/run');
    await book.workbook.runs.idle;
    const late = listen();
    await late.until('the state', ({ name }) => name === 'caught-up');
    expect(verdicts(late)['echo-line']).toBe('fail');
    expect(JSON.stringify(late.lab).length).toBeLessThan(12_000_000);
    expect((await book.get('/api/course')).status).toBe(200);
  });

  test('of a check that does not exist is refused', async () => {
    expect(await post('/api/labs/lab01/run', { only: ['nothing'] })).toMatchObject({ status: 400 });
    expect(await post('/api/labs/lab01/run', { only: [] })).toMatchObject({ status: 400 });
    expect(await post('/api/labs/lab99/run')).toMatchObject({ status: 404 });
  });
});

describe('a stream', { timeout: 60_000 }, () => {
  test('that opens late is told how things stand, and one that comes back what it missed', async () => {
    const first = listen();
    await first.until('the state', ({ name }) => name === 'caught-up');
    await post('/api/labs/lab01/run', { only: ['echo-line'] });
    await first.untilLab('lab-ended');
    await poll(
      5000,
      () => first.events.some(({ name }) => name === 'saved') || undefined,
      () => true,
    );

    const late = listen();
    await late.until('the state', ({ name }) => name === 'caught-up');
    expect(late.events[0]).toMatchObject({ name: 'hello', data: { fresh: true } });
    expect(verdicts(late)).toEqual(verdicts(first));
    expect(late.lab.some(({ event }) => event.type === 'wire' || event.type === 'check-started')).toBe(false);
    expect(late.last).toBe(first.last);

    const middle = first.events[Math.floor(first.events.length / 2)];
    for (const back of [listen({ 'Last-Event-ID': middle?.id ?? '' }), listen({}, `?last=${middle?.id}`)]) {
      const missed = first.events.slice(first.events.indexOf(middle as never) + 1);
      await poll(5000, () => back.events.length > missed.length || undefined);
      expect(back.events[0]).toMatchObject({ name: 'hello', data: { fresh: false } });
      expect(back.events.slice(1)).toEqual(missed);
    }
  });

  test('that names an event which never was begins anew', async () => {
    for (const last of ['nonsense', 'other-12', 'EPOCH-999999', 'EPOCH--1', 'EPOCH-1e3', '']) {
      const stream = listen({ 'Last-Event-ID': last.replace('EPOCH', book.workbook.journal.epoch) });
      await stream.until('the state', ({ name }) => name === 'caught-up');
      expect(stream.events[0]).toMatchObject({ data: { fresh: true } });
    }
  });

  test('that goes away is forgotten, and many are too many', async () => {
    const many = Array.from({ length: 64 }, () => listen());
    await poll(10_000, () => book.workbook.journal.streams === 64 || undefined);
    expect((await book.get('/api/events')).status).toBe(503);
    for (const stream of many) stream.close();
    await poll(10_000, () => book.workbook.journal.streams === 0 || undefined);
    expect(book.workbook.journal.streams).toBe(0);
    const stream = listen();
    await stream.until('hello', ({ name }) => name === 'hello');
  });

  test('ends when the server does', async () => {
    const stream = listen();
    await stream.until('hello', ({ name }) => name === 'hello');
    await book.workbook.close();
    await poll(5000, () => stream.ended || undefined);
    expect(stream.ended).toBe(true);
  });
});

describe('a save', { timeout: 60_000 }, () => {
  test('runs the lab that is shown, and turns it green', async () => {
    const stream = listen();
    expect((await post('/api/watch', { lab: 'lab01' })).body).toEqual({ watching: ['lab01'] });
    await post('/api/labs/lab01/run');
    await stream.untilLab('lab-started');
    book.save('solution');
    const saved = await stream.until('saved', ({ name }) => name === 'saved');
    expect(saved.data).toEqual({ lab: 'lab01', file: 'echo_server.ts' });
    await stream.until('green', ({ data }) => {
      const { event } = data as LabMessage;
      return event?.type === 'lab-ended' && event.result.verdict === 'pass';
    });
    // The run that was under way has been stopped by the save.
    expect(stream.lab.filter(({ event }) => event.type === 'lab-ended')).toHaveLength(1);
  });

  test('in a lab that is not shown is told, and runs nothing', async () => {
    const stream = listen();
    book.save('solution');
    await stream.until('saved', ({ name }) => name === 'saved');
    const begun = await stream.until('progress', ({ name }) => name === 'progress');
    expect(begun.data).toMatchObject({
      labs: expect.arrayContaining([expect.objectContaining({ id: 'lab01', state: 'begun' })]),
    });
    expect(book.workbook.runs.isRunning('lab01')).toBe(false);
  });

  test('as editors do it, through another file, counts; one of the handout runs nothing', async () => {
    const stream = listen();
    await post('/api/watch', { lab: 'lab01' });
    const file = join(book.root, 'labs', LAB01, 'echo_server.ts');
    writeFileSync(`${file}.new`, `${readFileSync(file)}// new\n`);
    renameSync(`${file}.new`, file);
    await stream.untilLab('lab-started');
    await post('/api/labs/lab01/stop');
    writeFileSync(join(book.root, 'labs', LAB01, 'README.md'), '# Another handout\n');
    await stream.until(
      'the handout',
      ({ name, data }) => name === 'saved' && (data as { file: string }).file === 'README.md',
    );
    expect(JSON.parse((await book.get('/api/labs/lab01/handout')).body).title).toBe('Another handout');
    expect(stream.lab.filter(({ event }) => event.type === 'lab-started')).toHaveLength(1);
  });

  test('of a folder that was removed and comes back', async () => {
    const stream = listen();
    await post('/api/watch', { lab: 'lab01' });
    const folder = join(book.root, 'labs', LAB01);
    renameSync(folder, `${folder}.away`);
    await stream.untilLab('lab-ended');
    expect(verdicts(stream).starts ?? verdicts(stream).compiles).toBe('fail');
    expect((await book.get('/api/labs/lab01/handout')).status).toBe(404);
    const course = JSON.parse((await book.get('/api/course')).body);
    expect(course.labs[0].files[0]).toMatchObject({ missing: true });
    expect(await post('/api/labs/lab01/open')).toMatchObject({ status: 409 });
    renameSync(`${folder}.away`, folder);
    await stream.untilLab('lab-started', 2);
    rmSync(join(book.root, 'labs'), { recursive: true });
    expect((await book.get('/api/course')).status).toBe(200);
    expect((await book.get('/')).status).toBe(200);
  });
});

test('a save while the checks or the starters are gone ends nothing, and the answer says what is gone', async () => {
  const stream = listen();
  await post('/api/watch', { lab: 'lab01' });
  const checks = join(book.root, 'checks');
  renameSync(checks, `${checks}.away`);
  book.save('solution');
  await stream.until('the save', ({ name }) => name === 'saved');
  expect(JSON.parse((await book.get('/api/course')).body)).toEqual({
    error: 'checks is not there. Was it moved or removed?',
  });
  expect((await book.get('/')).status).toBe(200);
  renameSync(`${checks}.away`, checks);
  rmSync(join(book.root, 'labs/.starters'), { recursive: true });
  await post('/api/labs/lab01/run');
  await stream.untilLab('lab-ended');
  expect(verdicts(stream)['echo-line']).toBe('pass');
  expect((await book.get('/api/course')).status).toBe(200);
});

describe('hints', () => {
  test('climb one rung at a time, and are remembered', async () => {
    const stream = listen();
    await stream.until('hello', ({ name }) => name === 'caught-up');
    const rungs = [];
    for (let i = 0; i < 4; i += 1) rungs.push((await post('/api/labs/lab01/hint', { check: 'bytes' })).body);
    expect(rungs.map(({ rung, last }) => `${rung} of ${last}`)).toEqual([
      '1 of 3',
      '2 of 3',
      '3 of 3',
      '3 of 3',
    ]);
    expect(new Set(rungs.map(({ hint }) => hint)).size).toBe(3);
    const course = JSON.parse((await book.get('/api/course')).body);
    const bytes = course.labs[0].checks.find((check: { id: string }) => check.id === 'bytes');
    expect(bytes).toMatchObject({
      hintsShown: 3,
      hintsTotal: 3,
      hints: rungs.slice(0, 3).map(({ hint }) => hint),
    });
    await stream.until(
      'progress',
      ({ name, data }) => name === 'progress' && JSON.stringify(data).includes('"bytes":3'),
    );
    expect(await post('/api/labs/lab01/hint', { check: '__proto__' })).toMatchObject({ status: 404 });
  });

  test('of another terminal are told, too', async () => {
    await post('/api/labs/lab01/hint', { check: 'starts' });
    const stream = listen();
    await stream.until('hello', ({ name }) => name === 'caught-up');
    writeFileSync(
      join(book.root, '.workbook/progress.json'),
      '{"lab01":{"passed":"2026-01-01T00:00:00.000Z"}}',
    );
    const progress = await stream.until('progress', ({ name }) => name === 'progress');
    expect(progress.data).toMatchObject({ next: 'lab02' });
    writeFileSync(join(book.root, '.workbook/progress.json'), '{ broken');
    await stream.until(
      'progress',
      ({ name, data }) => name === 'progress' && (data as { next: string }).next === 'lab01',
    );
  });
});

describe('live conversations', () => {
  const part = (events: object[], recording = 'r1') => ({
    recording,
    title: 'wire 8080',
    client: 'curl',
    server: 'your program',
    events,
  });
  const data = { at: 1.5, conversation: 1, from: 'client', kind: 'data', bytes: 'R0VU', size: 3 };

  test('are told in parts, and as a whole to a page that opens later', async () => {
    const stream = listen();
    await stream.until('hello', ({ name }) => name === 'caught-up');
    await post('/api/wire', part([{ ...data, kind: 'connect', bytes: undefined }]));
    await post('/api/wire', part([data, data]));
    await stream.until(
      'the second part',
      ({ name, data }) => name === 'wire' && (data as { offset: number }).offset === 1,
    );
    const late = listen();
    await late.until('the state', ({ name }) => name === 'caught-up');
    const whole = late.events.filter(({ name }) => name === 'wire');
    expect(whole).toHaveLength(1);
    expect(whole[0]?.data).toMatchObject({
      offset: 0,
      recording: 'r1',
      events: [{ kind: 'connect' }, data, data],
    });
  });

  test('are not taken on trust', async () => {
    const wrong: object[] = [
      {},
      part([], '../x'),
      part([{ ...data, from: 'evil' }]),
      part([{ ...data, kind: '<script>' }]),
      part([{ ...data, bytes: '***' }]),
      part([{ ...data, at: '1' }]),
      part([{ ...data, size: -1 }]),
      part([{ ...data, text: 'x'.repeat(3000) }]),
      part(Array.from({ length: 5001 }, () => data)),
      { ...part([]), title: 1 },
    ];
    for (const body of wrong) expect(await post('/api/wire', body)).toMatchObject({ status: 400 });
    expect(await post('/api/wire', { ...part([]), more: 'x'.repeat(5_000_000) })).toMatchObject({
      status: 413,
    });
  });
});
