import type { Mutant } from '../../testing/mutants.ts';
import { OUTPUT_MUTANTS } from './output_mutants.ts';
import { PLACE_MUTANTS } from './place_mutants.ts';
import { REQUEST_MUTANTS } from './request_mutants.ts';
import { TROUBLE_MUTANTS } from './trouble_mutants.ts';

/** Broken servers that run scripts, after what real programs do. */
const mutants: readonly Mutant[] = [
  ...PLACE_MUTANTS,
  ...OUTPUT_MUTANTS,
  ...REQUEST_MUTANTS,
  ...TROUBLE_MUTANTS,
];

/** Those that get one of two true messages, as the moment will have it. */
const VARYING = ['time-of-the-start', 'first-piece-of-the-body'];

export default mutants.map(
  (mutant): Mutant => (VARYING.includes(mutant.name) ? { ...mutant, messageVaries: true } : mutant),
);
