import { headline } from '../diagnose/catalogue.ts';
import type { CheckResult, LabResult } from '../events.ts';
import { visible } from './visible.ts';

/** At most this much of `expected` and `actual` is written, around the first difference. */
const EVIDENCE_BYTES = 400;

/**
 * The report for other programs; its shape is described by `check.schema.json` beside this file.
 * Bytes are text with escapes, as on the terminal; `base64` holds them exactly.
 */
export function jsonReport(
  seed: number,
  labs: readonly { result: LabResult; diagnoses: Readonly<Record<string, string>> }[],
): object {
  return {
    schema: 'workbook/check@1',
    seed,
    labs: labs.map(({ result: lab, diagnoses }) => ({
      lab: lab.lab,
      title: lab.title,
      program: lab.program,
      verdict: lab.verdict,
      score: lab.score,
      maxScore: lab.maxScore,
      bonusScore: lab.bonusScore,
      maxBonusScore: lab.maxBonusScore,
      ms: Math.round(lab.ms),
      notes: lab.notes,
      checks: lab.checks.map((check) => jsonCheck(check, diagnoses)),
    })),
  };
}

function jsonCheck(check: CheckResult, diagnoses: Readonly<Record<string, string>>): object {
  const { finding } = check;
  return {
    id: check.id,
    title: check.title,
    tier: check.tier,
    verdict: check.verdict,
    ...(check.notHere && { notHere: true }),
    points: check.verdict === 'pass' ? check.points : 0,
    maxPoints: check.points,
    ms: Math.round(check.ms),
    diagnosis: finding?.diagnosis ?? null,
    headline: finding ? headline(finding.diagnosis, diagnoses) : null,
    message: finding?.message ?? check.reason ?? null,
    expected: evidence(finding?.expected, finding?.at),
    actual: evidence(finding?.actual, finding?.at),
    at: finding?.at ?? null,
    spec: check.spec,
    output: check.output ?? null,
    wire: check.wire.map(({ at, conversation, from, kind, bytes, size, text }) => ({
      at: Math.round(at * 10) / 10,
      conversation,
      from,
      kind,
      ...(bytes && { size, text: visible(bytes), base64: bytes.toString('base64') }),
      ...(text !== undefined && { text }),
    })),
  };
}

function evidence(value: Buffer | string | undefined, at = 0): string | null {
  if (value === undefined) return null;
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  const from = Math.max(0, Math.min(at, bytes.length) - EVIDENCE_BYTES / 2);
  const text = visible(bytes.subarray(from, from + EVIDENCE_BYTES));
  return `${from > 0 ? '…' : ''}${text}${from + EVIDENCE_BYTES < bytes.length ? '…' : ''}`;
}
