import { headline } from '../../checks/engine/diagnose/catalogue.ts';
import type { CheckResult, LabEvent } from '../../checks/engine/events.ts';
import type { Lab } from '../../checks/engine/lab.ts';
import { byHand, PORT_BY_HAND } from '../../checks/engine/report/by_hand.ts';
import { story } from '../../checks/engine/report/story.ts';
import type { WireEvent } from '../../checks/engine/wire/transcript.ts';
import type { CheckJson, FindingJson, RunEvent, WireJson } from './api.ts';

/** What the events alone do not tell. */
export interface RunSetting {
  lab: Lab;
  seed: number;
  partial: boolean;
  bonus: boolean;
}

/** More of one recording than this, in bytes, is not sent: later chunks come with their size alone. */
const RECORDING = 1024 * 1024;
/** More of a value than this, in bytes, is not sent: it is cut around the failing byte. */
const EVIDENCE = 64 * 1024;

/** An event of the engine as the page gets it. */
export function labJson(event: LabEvent, setting: RunSetting): RunEvent {
  switch (event.type) {
    case 'lab-started':
      return { ...event, partial: setting.partial, bonus: setting.bonus };
    case 'check-started':
      return event;
    case 'wire':
      return { ...event, event: wireJson(event.event) };
    case 'check-ended':
      return { type: event.type, lab: event.lab, result: checkJson(event.lab, event.result, setting) };
    case 'lab-ended': {
      const { checks: _, ...result } = event.result;
      return { type: event.type, lab: event.lab, result: { ...result, partial: setting.partial } };
    }
  }
}

function wireJson({ bytes, ...event }: WireEvent): WireJson {
  const at = Math.round(event.at * 100) / 100;
  return { ...event, at, ...(bytes && { bytes: bytes.toString('base64') }) };
}

function recordingJson(wire: readonly WireEvent[]): WireJson[] {
  let left = RECORDING;
  return wire.map(({ bytes, ...event }) => {
    left -= bytes?.length ?? 0;
    return wireJson(bytes && left >= 0 ? { ...event, bytes } : event);
  });
}

function checkJson(id: string, { finding, wire, ...check }: CheckResult, setting: RunSetting): CheckJson {
  const { lab, seed, bonus } = setting;
  const port = lab.kind === 'server' && lab.site ? 8080 : PORT_BY_HAND;
  const command = finding && wire.length > 0 ? byHand(lab.kind, wire, port) : undefined;
  // A check that is not the lab's own (it stays up, …) cannot be asked for by its name.
  const options = bonus && check.tier === 'bonus' ? ' --bonus' : '';
  return {
    ...check,
    ...(finding && { finding: findingJson(finding, lab) }),
    wire: recordingJson(wire),
    ...(finding && wire.length > 0 && { story: story(wire) }),
    ...(finding &&
      check.points > 0 && {
        again: `npm run check ${id} -- --check ${check.id} --seed ${seed}${options}`,
      }),
    ...(command && { byHand: command }),
  };
}

function findingJson(
  { expected, actual, ...finding }: NonNullable<CheckResult['finding']>,
  lab: Lab,
): FindingJson {
  const { at = 0 } = finding;
  const from = Math.max(0, at - EVIDENCE / 2);
  const base64 = (value: Buffer | string) =>
    Buffer.from(typeof value === 'string' ? Buffer.from(value) : value)
      .subarray(from, from + EVIDENCE)
      .toString('base64');
  return {
    ...finding,
    headline: headline(finding.diagnosis, lab.diagnoses ?? {}),
    ...(from > 0 && { from }),
    ...(expected !== undefined && { expected: base64(expected) }),
    ...(actual !== undefined && { actual: base64(actual) }),
  };
}
