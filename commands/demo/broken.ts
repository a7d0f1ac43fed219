import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Mutant, plantMutant } from '../../checks/testing/mutants.ts';
import { UsageError } from '../usage.ts';

interface Broken {
  mutants: readonly Mutant[];
  plantMutant: typeof plantMutant;
}

/**
 * The broken programs of a lab. They are the authors' own: packages of the course have none, so that they are
 * compiled here, when a demo wants them, and not with the commands.
 */
export async function mutantsOf(lab: string, root: string): Promise<Broken> {
  const list = `checks/${lab}/mutants/mutants.ts`;
  const plant = 'checks/testing/mutants.ts';
  const missing = [list, plant].find((file) => !existsSync(join(root, file)));
  if (missing) {
    throw new UsageError(
      `This demo breaks a program on purpose with ${missing}, and there is no such file. It needs the whole repository of the course.`,
    );
  }
  const { outputFiles } = await build({
    stdin: {
      contents: `export { default as mutants } from './${list}';\nexport { plantMutant } from './${plant}';\n`,
      resolveDir: root,
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
  });
  const text = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  return import(`data:text/javascript;base64,${text}`);
}
