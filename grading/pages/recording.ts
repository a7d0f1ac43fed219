import { locateFailure } from '../../workbook/wire_view/locate_failure.ts';
import type { RecordedEvent, Recording } from '../../workbook/wire_view/record.ts';
import type { CheckJson, WireJson } from '../model.ts';
import { reasonLine } from '../outputs/check_text.ts';
import { plain } from '../outputs/plain.ts';
import { evidenceBytes } from './evidence_bytes.ts';

const NAMES = { checker: 'checker', program: 'the program' };

/** What travelled in a check, for the wire view; undefined where nothing did. */
export function recordingOf(check: CheckJson, title: string): Recording | undefined {
  if (check.wire.length === 0) return undefined;
  const program = sideOfProgram(check.wire);
  const checker = program === 'server' ? 'client' : 'server';
  const events = check.wire.map(({ at, conversation, from, kind, base64, size, text }): RecordedEvent => {
    return {
      at,
      conversation,
      from: from === 'program' ? program : checker,
      kind: kind as RecordedEvent['kind'],
      ...(base64 !== undefined && { bytes: base64 }),
      ...(size !== undefined && { size }),
      // With bytes it says the same as they do.
      ...(text !== undefined && base64 === undefined && { text: plain(text) }),
    };
  });
  const [client, server] =
    program === 'server' ? [NAMES.checker, NAMES.program] : [NAMES.program, NAMES.checker];
  return { title, client, server, events, ...failureOf(check, events, program) };
}

function failureOf(check: CheckJson, events: RecordedEvent[], program: 'client' | 'server') {
  if (check.verdict !== 'fail') return {};
  const failure = { message: reasonLine(check), from: program };
  const evidence = evidenceBytes(check);
  const place = evidence && locateFailure(events, program, evidence.bytes, (check.at ?? 0) - evidence.from);
  return { failure: { ...failure, ...place } };
}

/** Whoever connects is the client. */
function sideOfProgram(wire: readonly WireJson[]): 'client' | 'server' {
  const first = wire.find(({ kind }) => kind === 'connect' || kind === 'refused');
  return first?.from === 'program' ? 'client' : 'server';
}
