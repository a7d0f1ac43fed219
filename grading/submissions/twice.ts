/** One of two submissions of a student. */
export interface Claim {
  source: string;
  /** ISO 8601 */
  submittedAt?: string | undefined;
  /** The date of its newest file, in milliseconds since 1970. */
  newest: number;
  programs: Readonly<Record<string, unknown>>;
}

/**
 * Which of two submissions of one student is graded, and a message that says so: one that has programs, and of
 * two such the newer one. What is known of the time it was handed in counts for more than the dates of files.
 */
export function chosenOf<One extends Claim>(first: One, second: One): { chosen: One; message: string } {
  const [programs, otherPrograms] = [first, second].map((one) => Object.keys(one.programs).length > 0);
  const byTime = first.submittedAt !== undefined && second.submittedAt !== undefined;
  const when = (one: One) => (byTime ? Date.parse(one.submittedAt as string) : one.newest);
  const chosen =
    programs === otherPrograms ? (when(first) > when(second) ? first : second) : programs ? first : second;
  const reason =
    programs !== otherPrograms
      ? 'as the only one with programs in it'
      : when(first) === when(second)
        ? 'as the last one of two that are equally old'
        : byTime
          ? `which was handed in last, at ${chosen.submittedAt}`
          : 'as the newer one by the dates of the files';
  return {
    chosen,
    message: `There are two submissions of this student, ${first.source} and ${second.source}. ${chosen.source} was graded, ${reason}. If the other one is meant, leave this one out.`,
  };
}
