/** What no grader needs: tests and what they use, documents, and the solutions, which no package may carry. */
const FOLDERS = /^(docs|slides|solutions|\.ci|\.github|grading\/packages)\//;
const PARTS = /(^|\/)(testing|golden|mutants|fixtures|attacks|node_modules|\.git|\.workbook)\//;
const FILES =
  /\.test\.[cm]?[jt]sx?$|(^|\/)(testing\.ts|vitest\.config\.ts|biome\.json|\.gitignore|\.gitattributes)$/;
/** Commands of the authors; `npm run package` itself is one. */
const AUTHORS = /^commands\/(bench\w*|peers|screenshots|package)\.\w+$/;

/** Whether a file of the course, by its path from there, belongs into a package that grades. */
export const isPacked = (path: string): boolean =>
  ![FOLDERS, PARTS, FILES, AUTHORS].some((left) => left.test(path));
