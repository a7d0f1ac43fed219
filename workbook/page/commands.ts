import type { Route } from './route.ts';
import { Refused, server } from './server.ts';
import type { Workbook } from './workbook.ts';

/** What a person can ask for on the page. */
export interface Commands {
  run: (lab: string, only?: string) => void;
  runAll: (lab: string, bonus: boolean) => void;
  stop: (lab: string) => void;
  hint: (lab: string, check: string) => void;
  open: (lab: string) => void;
  go: (route: Route, replace?: boolean) => void;
}

/** The commands, with `say` for what went wrong. */
export function commandsFor(
  workbook: Workbook,
  go: Commands['go'],
  say: (message: string) => void,
): Commands {
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      say(error instanceof Refused ? error.message : String(error));
    }
  };
  return {
    go,
    run: (lab, only) =>
      void attempt(() => {
        const tier = workbook.lab(lab)?.checks.find(({ id }) => id === only)?.tier;
        return server.run(lab, { ...(only && { only: [only] }), ...(tier === 'bonus' && { bonus: true }) });
      }),
    runAll: (lab, bonus) => void attempt(() => server.run(lab, bonus ? { bonus } : {})),
    stop: (lab) => void attempt(() => server.stop(lab)),
    hint: (lab, check) =>
      void attempt(async () => workbook.addHint(lab, check, await server.hint(lab, { check }))),
    open: (lab) => void attempt(() => server.open(lab, {})),
  };
}
