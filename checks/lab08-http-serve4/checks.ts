import { defineServerLab } from '../engine/lab.ts';
import { ESCAPE_DIAGNOSES } from '../engine/site/traversal.ts';
import { BONUS_CHECKS } from './bonus_checks.ts';
import { DIAGNOSES } from './diagnoses.ts';
import { LISTING_CHECKS } from './listing_checks.ts';
import { NAME_CHECKS } from './name_checks.ts';
import { NEIGHBOUR_CHECKS } from './neighbour_checks.ts';
import { OUTSIDE_CHECKS } from './outside_checks.ts';
import { REDIRECT_BONUS_CHECKS, REDIRECT_CHECKS } from './redirect_checks.ts';
import { RESPONSE_CHECKS } from './response_checks.ts';
import { fillSite } from './site.ts';
import { STATUS_CHECKS } from './status_checks.ts';

export default defineServerLab({
  title: 'HTTP server 4: folders',
  program: 'http_serve4.ts',
  args: ['{port}', '{root}'],
  site: fillSite,
  diagnoses: { ...ESCAPE_DIAGNOSES, ...DIAGNOSES },
  checks: [
    ...LISTING_CHECKS,
    ...STATUS_CHECKS,
    ...NAME_CHECKS,
    ...REDIRECT_CHECKS,
    ...RESPONSE_CHECKS,
    ...OUTSIDE_CHECKS,
    ...NEIGHBOUR_CHECKS,
    ...BONUS_CHECKS,
    ...REDIRECT_BONUS_CHECKS,
  ],
});
