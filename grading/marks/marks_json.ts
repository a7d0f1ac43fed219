import { readFileSync } from 'node:fs';
import { UsageError } from '../../commands/usage.ts';
import type { CheckJson, ClassMarks, LabMark, StudentMarks } from '../model.ts';

/** The content of `marks.json`: the marks without what travelled and what was printed. Read again by `--baseline`. */
export interface MarksJson extends Omit<ClassMarks, 'students'> {
  schema: typeof SCHEMA;
  students: StudentJson[];
}

export interface StudentJson extends Omit<StudentMarks, 'labs'> {
  labs: LabMarkJson[];
}

export interface LabMarkJson extends Omit<LabMark, 'graded'> {
  checks: Pick<CheckJson, 'id' | 'tier' | 'verdict' | 'points' | 'maxPoints' | 'diagnosis'>[];
}

const SCHEMA = 'workbook/marks@1';

/** The marks as they are kept. */
export const marksJson = ({ students, ...about }: ClassMarks): MarksJson => ({
  schema: SCHEMA,
  ...about,
  students: students.map(studentJson),
});

/** One student's, in short. */
export const studentJson = ({ labs, ...about }: StudentMarks): StudentJson => ({
  ...about,
  labs: labs.map(({ graded, ...mark }) => ({
    ...mark,
    checks: (graded?.result.checks ?? []).map(({ id, tier, verdict, points, maxPoints, diagnosis }) => ({
      id,
      tier,
      verdict,
      points,
      maxPoints,
      diagnosis,
    })),
  })),
});

/** Reads a `marks.json` of an earlier run; a UsageError says why it cannot be used. */
export function readMarks(path: string): MarksJson {
  let value: Partial<MarksJson> | null;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(code ? `${path} cannot be read (${code}).` : `${path} is not JSON: ${message}`);
  }
  if (value?.schema !== SCHEMA || !Array.isArray(value.students) || !Array.isArray(value.labs)) {
    throw new UsageError(
      `${path} does not hold marks: expected "schema": "${SCHEMA}". Name the marks.json of an earlier run.`,
    );
  }
  return value as MarksJson;
}
