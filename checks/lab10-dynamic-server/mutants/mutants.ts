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

export default mutants;
