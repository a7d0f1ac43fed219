import { BONUS_MUTANTS } from './bonus_mutants.ts';
import { CLIENT_MUTANTS } from './client_mutants.ts';
import { FILE_MUTANTS } from './file_mutants.ts';
import { NAME_MUTANTS } from './name_mutants.ts';
import { OUTSIDE_MUTANTS } from './outside_mutants.ts';
import { TYPE_MUTANTS } from './type_mutants.ts';

/** Broken file servers, after what real students write. */
export default [
  ...FILE_MUTANTS,
  ...TYPE_MUTANTS,
  ...NAME_MUTANTS,
  ...OUTSIDE_MUTANTS,
  ...CLIENT_MUTANTS,
  ...BONUS_MUTANTS,
];
