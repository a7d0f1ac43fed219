import { join } from 'node:path';
import { UsageError } from '../../commands/usage.ts';
import type { GradedLab } from '../model.ts';
import { type ClassFile, readClassFile } from './class_file.ts';
import { CLASS, RESULTS } from './finish.ts';
import { type JournalHead, readJournal } from './journal.ts';

/**
 * The parts of a class as one, in an order that does not depend on how it was divided. A part that was graded twice
 * counts once. A UsageError names parts that do not belong together.
 */
export function mergedClass(folders: readonly string[]): {
  about: Omit<ClassFile, 'schema'>;
  /** All results, one submission after another. */
  results: () => Iterable<GradedLab>;
  head: JournalHead;
} {
  const parts = folders.map((folder) => {
    try {
      const { head, whole } = readJournal(join(folder, RESULTS));
      return { folder, head, whole, about: readClassFile(join(folder, CLASS)) };
    } catch (error) {
      throw new UsageError((error as Error).message);
    }
  });
  const [first] = parts;
  if (!first) throw new UsageError('There is nothing to merge.');
  const { head } = first;
  for (const part of parts) {
    if (part.head.seed !== head.seed || part.head.rounds !== head.rounds) {
      throw new UsageError(
        `${part.folder} was graded with seed ${part.head.seed}, ${part.head.rounds} rounds; ${first.folder} with seed ${head.seed}, ${head.rounds} rounds. Give all parts the same --seed and --repeat.`,
      );
    }
    if (JSON.stringify(part.about.labs) !== JSON.stringify(first.about.labs)) {
      throw new UsageError(
        `${part.folder} and ${first.folder} were graded on different labs, or by different versions of the course.`,
      );
    }
  }
  const submissions = new Map(parts.flatMap(({ about }) => about.submissions.map((one) => [one.id, one])));
  const troubles = new Map(
    parts.flatMap(({ about }) => about.troubles.map((one) => [JSON.stringify(one), one])),
  );
  function* results(): Generator<GradedLab> {
    for (const id of submissions.keys()) {
      const graded = parts.flatMap(({ whole }) => whole(id));
      yield* new Map(graded.map((one) => [`${one.lab}\n${one.round}`, one])).values();
    }
  }
  const byId = <One extends { id: string }>(a: One, b: One) => (a.id < b.id ? -1 : 1);
  return {
    head,
    results,
    about: {
      submissions: [...submissions.values()].sort(byId),
      troubles: [...troubles.values()],
      labs: first.about.labs,
      protection: first.about.protection,
    },
  };
}
