// `npm run screenshots`: makes docs/page.webp, the picture in the README, from the page as it is now.
//
// It shows a student in the middle of the course: five labs passed, and in lab06 one mistake left. Everything happens
// in a copy of the course, so that nobody's own files or progress come into it.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { copyOfTheCourse } from '../checks/testing/command.ts';
import { load, ROOT } from '../checks/testing/labs.ts';
import { Workbook } from '../workbook/server/workbook.ts';

const SIZE = { width: 1440, height: 900 };
const QUALITY = 82;
const LAB = 'lab06';
const CHECK = 'content-length';
const PROGRAM = 'lab06-http-serve2/http_serve2.ts';
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const browserPath = process.env.CHROMIUM ?? BROWSERS.find((path) => existsSync(path));
if (!browserPath) {
  console.error('There is no Chromium here. Name one: CHROMIUM=/path/to/chrome npm run screenshots');
  process.exit(3);
}

const { root, remove } = copyOfTheCourse();
// The mistake of this lab: the length of a text is not its number of bytes.
const solution = readFileSync(join(ROOT, 'solutions', PROGRAM), 'utf8');
const right = '`Content-Length: $'.concat('{body.length}`');
const wrong = '`Content-Length: $'.concat('{body.toString().length}`');
if (!solution.includes(right)) throw new Error(`the solution of ${LAB} does not hold ${right} any more`);
writeFileSync(join(root, 'labs', PROGRAM), solution.replace(right, wrong));
mkdirSync(join(root, '.workbook'));
const passed = ['lab01', 'lab02', 'lab03', 'lab04', 'lab05'].map((lab) => [
  lab,
  { passed: '2026-01-01T12:00:00.000Z' },
]);
writeFileSync(join(root, '.workbook/progress.json'), JSON.stringify(Object.fromEntries(passed)));

const profile = mkdtempSync(join(root, 'profile-'));
const workbook = await Workbook.start({ root, load, port: 0 });
const browser = await chromium.launch({
  executablePath: browserPath,
  args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb', `--crash-dumps-dir=${profile}`],
});
try {
  const entry = workbook.state.entry(LAB);
  if (!entry) throw new Error(`there is no ${LAB}`);
  workbook.run(entry, {});
  await workbook.runs.idle;
  mkdirSync(join(ROOT, 'docs'), { recursive: true });
  for (const [colorScheme, file] of [
    ['light', 'page.webp'],
    ['dark', 'page-dark.webp'],
  ] as const) {
    const page = await browser.newPage({ viewport: SIZE, colorScheme, reducedMotion: 'reduce' });
    await page.goto(`${workbook.url}#/${LAB}/${CHECK}`);
    await page.waitForSelector('#app[data-ready]');
    await page.waitForFunction('document.fonts.ready.then(() => true)');
    // WebP, which only the protocol itself offers: a third of the size of a PNG.
    const session = await page.context().newCDPSession(page);
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
    const bytes = Buffer.from(data, 'base64');
    writeFileSync(join(ROOT, 'docs', file), bytes);
    console.log(`docs/${file}  ${SIZE.width}×${SIZE.height}, ${Math.round(bytes.length / 1024)} KB`);
    await page.close();
  }
} finally {
  await browser.close();
  await workbook.close();
  rmSync(profile, { recursive: true, force: true });
  remove();
}
process.exit(0);
