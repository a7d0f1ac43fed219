/**
 * Variables that change how a Node program behaves, that belong to npm, a test runner or this tool, or
 * that send a client to a proxy instead of to the checker.
 */
const NOT_FOR_THE_PROGRAM =
  /^(NODE_|npm_|VITEST|TSX_|ESBUILD_|FORCE_COLOR$|PORT$|HOST$|WEB_ROOT$|INIT_CWD$|(https?|ftp|all|no)_proxy$|TEST$|DEV$|PROD$|MODE$)/i;

/** Name of the variable by which processes that slipped out of the group are found again (`stop.ts`). */
export const MARKER = 'WORKBOOK_RUN';

/**
 * The environment of the program under test: the person's own, without what would make it behave
 * differently here than when they start it by hand, plus `extra`.
 */
export function cleanEnvironment(extra: Record<string, string> = {}): Record<string, string> {
  const clean: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !NOT_FOR_THE_PROGRAM.test(name)) clean[name] = value;
  }
  return { ...clean, ...extra };
}
