import type { ServerContext } from '../engine/context/server.ts';
import { skip } from '../engine/failure.ts';
import { type Check, check } from '../engine/lab.ts';
import { list } from './listing.ts';
import { expectInside, expectLinksInside, expectSameStatus } from './outside.ts';
import { labSite } from './site.ts';

const SPEC = 'RFC 9110, section 17.3; the handout, "Nothing outside"';

/** Nothing outside the web root is ever listed. Each check begins and ends with a folder that is inside. */
export const OUTSIDE_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'stays in the web root, however many .. are in the target',
    {
      id: 'dots',
      needs: ['page', 'nested'],
      spec: SPEC,
      rude: true,
      hints: [
        'Where does path.join(webRoot, "/../") lead?',
        'One folder up. So look at the path that came out: it must be the web root, or begin with the web root and a separator.',
        "if (file !== webRoot && !file.startsWith(webRoot + path.sep)) throw new HttpError(404, 'There is nothing of that name here.');",
      ],
    },
    (context) => inAndOut(context, ['escapes-by-dots', 'escapes-by-prefix']),
  ),
  check(
    'stays in the web root when .. is percent-encoded, once or twice, or has a backslash',
    {
      id: 'encoded-dots',
      needs: ['page', 'nested'],
      spec: SPEC,
      rude: true,
      hints: [
        'What is %2e%2e%2f when it is decoded, and does your check see that?',
        'The order counts: cut off the query, decode once, add it to the web root, check. Nothing may change the path after the check.',
        'const name = decodeURIComponent(path); const file = join(webRoot, name); if (!isInside(file)) …   // in this order',
      ],
    },
    (context) =>
      inAndOut(context, ['escapes-by-encoding', 'escapes-by-double-decoding', 'escapes-by-backslash']),
  ),
  check(
    'stays in the web root when the target holds an absolute path',
    {
      id: 'absolute-paths',
      needs: ['page', 'nested'],
      spec: SPEC,
      rude: true,
      hints: [
        'What is path.resolve("/srv/web", "/etc") on your computer?',
        'resolve() starts again at every absolute path. join() adds one path to the other, whatever it begins with.',
        'const file = path.join(webRoot, name);',
      ],
    },
    (context) => inAndOut(context, ['escapes-by-absolute-path']),
  ),
  check(
    'shows nothing that a symbolic link outside the web root leads to',
    {
      id: 'links-out',
      needs: ['page', 'nested'],
      spec: SPEC,
      rude: true,
      hints: [
        'What is a symbolic link, and what does stat() tell about one?',
        'A name that leads to another path. stat() and readdir() follow it, out of the web root if need be. realpath() tells where it ends.',
        'const real = await realpath(file); if (!isInside(real)) throw new HttpError(404, …);   // webRoot itself through realpath, too',
      ],
    },
    async (context) => {
      const { links } = labSite(context.site);
      if (links === undefined) skip('no symbolic links can be made on this machine');
      // What a listing says about links is free. That it comes, though one of them leads nowhere, is not.
      await list(context, `/${links}/`, links);
      await expectLinksInside(context, links);
    },
  ),
];

/** What the answers to such targets give away. */
export const OUTSIDE_BONUS_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'does not tell what exists outside the web root',
    {
      id: 'no-oracle',
      tier: 'bonus',
      needs: ['page', 'dots'],
      spec: 'the handout, "Bonus: notFoundResponse"; RFC 9110, section 15.5.4',
      rude: true,
      hints: [
        'Which status does a file outside get that exists, and which one that does not?',
        '403 for one and 404 for the other answers a question that nobody may ask. 404 for both says nothing.',
        'if (!isInside(real)) throw notFound();   // the same error as for what is not there',
      ],
    },
    async (context) => {
      const { inner, links } = labSite(context.site);
      await list(context, `/${inner}/`, inner);
      await expectSameStatus(context, links);
    },
  ),
];

type Diagnoses = Parameters<typeof expectInside>[2];

async function inAndOut(context: ServerContext, diagnoses: Diagnoses): Promise<void> {
  const { plain, inner } = labSite(context.site);
  await list(context, `/${inner}/`, inner);
  await expectInside(context, plain, diagnoses);
  await list(context, `/${inner}/`, inner);
}
