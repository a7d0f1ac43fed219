import { defineServerLab } from '../engine/lab.ts';
import { ESCAPE_DIAGNOSES } from '../engine/site/traversal.ts';
import { BONUS_CHECKS } from './bonus_checks.ts';
import { DIAGNOSES } from './diagnoses.ts';
import { FRESH_CHECKS, LISTING_CHECKS } from './listing_checks.ts';
import { NAME_CHECKS, SPELLING_CHECKS } from './name_checks.ts';
import { NEIGHBOUR_CHECKS } from './neighbour_checks.ts';
import { ODD_TARGET_CHECKS, PERCENT_CHECKS } from './odd_target_checks.ts';
import { OUTSIDE_BONUS_CHECKS, OUTSIDE_CHECKS } from './outside_checks.ts';
import { HOME_CHECKS, REDIRECT_BONUS_CHECKS, REDIRECT_NAME_CHECKS, SLASH_CHECKS } from './redirect_checks.ts';
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
    // In the order of the TODOs.
    ...LISTING_CHECKS,
    ...STATUS_CHECKS,
    ...FRESH_CHECKS,
    ...SLASH_CHECKS,
    ...PERCENT_CHECKS,
    ...SPELLING_CHECKS,
    ...NAME_CHECKS,
    ...REDIRECT_NAME_CHECKS,
    ...RESPONSE_CHECKS,
    ...HOME_CHECKS,
    ...ODD_TARGET_CHECKS,
    ...OUTSIDE_CHECKS,
    ...NEIGHBOUR_CHECKS,
    ...BONUS_CHECKS,
    ...REDIRECT_BONUS_CHECKS,
    ...OUTSIDE_BONUS_CHECKS,
  ],
});
