import type { Lab } from '../../checks/engine/lab.ts';
import { type LabEntry, labNamed } from '../labs.ts';
import { UsageError } from '../usage.ts';

/** A lab that can be carried from or to. */
export interface CarryLab {
  entry: LabEntry;
  lab: Lab;
}

const EXAMPLE = 'npm run carry lab05 lab06, or npm run carry lab06';

/** From which lab to which, as the person named them; a UsageError says why that makes no sense. */
export function wayOf(names: readonly string[], labs: readonly CarryLab[]): [CarryLab, CarryLab] {
  const entries = labs.map(({ entry }) => entry);
  if (names.length === 0 || names.length > 2) {
    throw new UsageError(
      `From which lab to which? ${EXAMPLE}. All labs: ${entries.map(({ id }) => id).join(' ')}`,
    );
  }
  const named = names.map((name) => labNamed(entries, name).id);
  const [first, second] = named.map((id) => labs.find(({ entry }) => entry.id === id) as CarryLab);
  if (!first) throw new UsageError(`From which lab to which? ${EXAMPLE}`);
  if (!second) return [before(first, labs), first];
  sameWay(first, second, labs);
  return [first, second];
}

/** The labs of the same kind that come before a lab, the nearest first. */
export const forerunners = ({ entry, lab }: CarryLab, labs: readonly CarryLab[]): CarryLab[] =>
  labs.filter((one) => one.lab.kind === lab.kind && one.entry.id < entry.id).reverse();

function before(lab: CarryLab, labs: readonly CarryLab[]): CarryLab {
  const [nearest] = forerunners(lab, labs);
  if (nearest) return nearest;
  throw new UsageError(
    `${lab.entry.id} is the first ${lab.lab.kind} of the course: there is nothing to carry into it.`,
  );
}

function sameWay(first: CarryLab, second: CarryLab, labs: readonly CarryLab[]): void {
  const [from, to] = [first.entry.id, second.entry.id];
  if (from === to) throw new UsageError(`That is twice the same lab. Two different ones: ${EXAMPLE}`);
  if (first.lab.kind !== second.lab.kind) {
    const [nearest] = forerunners(second, labs);
    const other = nearest ? ` The ${second.lab.kind} before it: npm run carry ${nearest.entry.id} ${to}` : '';
    throw new UsageError(
      `${from} is a ${first.lab.kind} and ${to} is a ${second.lab.kind}: one does not become the other.${other}`,
    );
  }
  if (from > to) {
    throw new UsageError(`${to} comes before ${from}. The other way round: npm run carry ${to} ${from}`);
  }
}
