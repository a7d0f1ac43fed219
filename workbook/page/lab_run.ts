import type { CheckJson, RunEvent } from '../server/api.ts';
import { locateFailure } from '../wire_view/locate_failure.ts';
import { fromBase64, fromEvents, type RecordedEvent, type Recording } from '../wire_view/record.ts';
import { TEXTS } from './texts.ts';

export type Status = 'none' | 'waiting' | 'running' | 'pass' | 'fail' | 'error' | 'skipped';

/** A check in the last run that made it. */
export interface CheckRun {
  id: string;
  title: string;
  tier: 'required' | 'bonus';
  status: Status;
  /** The last result; while the check is made again it is the one of before. */
  result?: CheckJson;
  recording: Recording;
  /** The recording is that of before: nothing has travelled yet in this run, and a picture that vanishes would flicker. */
  outdated?: boolean;
}

/** How the last run of a lab stands. */
export interface LabRun {
  phase: 'queued' | 'running' | 'ended' | 'stopped' | 'failed';
  checks: Map<string, CheckRun>;
  /** The checks that this run makes. */
  made: string[];
  partial: boolean;
  bonus: boolean;
  seed?: number;
  result?: Extract<RunEvent, { type: 'lab-ended' }>['result'];
  /** Why the run failed. */
  message?: string;
}

/** A lab that was never run. */
export const newRun = (): LabRun => ({
  phase: 'stopped',
  checks: new Map(),
  made: [],
  partial: false,
  bonus: false,
});

/** Takes an event into the run of its lab. `program`: which lane the program has. */
export function takeIn(run: LabRun, event: RunEvent, program: 'client' | 'server'): void {
  switch (event.type) {
    case 'run-queued':
      run.phase = 'queued';
      return;
    case 'lab-started':
      begin(run, event, program);
      return;
    case 'check-started': {
      const check = known(run, event, program);
      check.status = 'running';
      check.outdated = true;
      return;
    }
    case 'wire': {
      const check = run.checks.get(event.id);
      if (!check) return;
      if (check.outdated) check.recording = emptyRecording(check.title, program);
      check.outdated = false;
      check.recording.events.push(...fromEvents([event.event], program));
      return;
    }
    case 'check-ended': {
      const check = known(run, event.result, program);
      check.status = event.result.verdict;
      check.result = event.result;
      check.outdated = false;
      check.recording = recordingOf(event.result, program);
      return;
    }
    case 'lab-ended':
      run.phase = 'ended';
      run.result = event.result;
      run.partial = event.result.partial;
      settle(run);
      return;
    case 'run-stopped':
      run.phase = 'stopped';
      settle(run);
      return;
    case 'run-failed':
      run.phase = 'failed';
      run.message = event.message;
      settle(run);
  }
}

function begin(
  run: LabRun,
  event: Extract<RunEvent, { type: 'lab-started' }>,
  program: 'client' | 'server',
): void {
  const { checks, partial, bonus, seed } = event;
  Object.assign(run, { phase: 'running', partial, bonus, seed, made: checks.map(({ id }) => id) });
  delete run.message;
  for (const check of checks) {
    const before = known(run, check, program);
    before.title = check.title;
    before.status = 'waiting';
  }
}

/** What was not made when the run ended has no verdict of this run; that of before still stands. */
function settle(run: LabRun): void {
  for (const check of run.checks.values()) {
    if (check.status === 'waiting' || check.status === 'running')
      check.status = check.result?.verdict ?? 'none';
  }
}

function known(
  run: LabRun,
  { id, title, tier = 'required' }: { id: string; title: string; tier?: 'required' | 'bonus' },
  program: 'client' | 'server',
): CheckRun {
  const check = run.checks.get(id) ?? {
    id,
    title,
    tier,
    status: 'none' as const,
    recording: emptyRecording(title, program),
  };
  run.checks.set(id, check);
  return check;
}

function emptyRecording(
  title: string,
  program: 'client' | 'server',
  events: RecordedEvent[] = [],
): Recording {
  const { checker, program: yours } = TEXTS.wire;
  const [client, server] = program === 'server' ? [checker, yours] : [yours, checker];
  return { title, client, server, events };
}

/** The record of a check that has ended, with the wrong byte, if it is one that was sent. */
function recordingOf({ title, wire, finding }: CheckJson, program: 'client' | 'server'): Recording {
  const recording = emptyRecording(title, program, fromEvents(wire, program));
  if (!finding) return recording;
  // Only a part of a long value is there: `from` is where it begins.
  const { at, actual, from = 0, message } = finding;
  recording.failure = { message, from: program };
  if (at === undefined || actual === undefined) return recording;
  const place = locateFailure(recording.events, program, fromBase64(actual), at - from);
  if (place) Object.assign(recording.failure, place);
  return recording;
}
