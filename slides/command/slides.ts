// `npm run slides`: for those who teach. Students never need it.
import { relative } from 'node:path';
import { contactSheets } from '../build/contact_sheet.ts';
import { SlideError } from '../build/deck.ts';
import { buildPdfs } from '../build/pdf.ts';
import { serveDecks } from '../build/serve.ts';
import { COURSE, DIST } from '../build/setting.ts';
import { buildSite } from '../build/site.ts';
import { record } from '../recordings/record.ts';

const HELP = `npm run slides                   show the decks; they reload when you save
npm run slides -- --port 4500    the same on another port
npm run slides -- build          a site in slides/dist, and single files in slides/dist/single
npm run slides -- pdf            the same, and two PDF files of each deck: slides, and a handout with notes
npm run slides -- sheet          pictures of all slides in slides/dist/sheets, to be looked at
npm run slides -- record         hold all conversations again that are shown on slides
npm run slides -- record NAME    only this one`;

const PORT = 4400;

async function main(args: readonly string[]): Promise<number> {
  const [command = 'serve', ...rest] = args;
  if (command === '--help' || command === '-h') {
    console.log(HELP);
    return 0;
  }
  if (command === 'serve' || command === '--port') {
    const port = Number(command === '--port' ? rest[0] : PORT);
    if (!Number.isInteger(port) || port < 1 || port > 65535 || rest.length > 1)
      return usage('A port is a number from 1 to 65535.');
    const server = await serveDecks(port);
    console.log(
      `The decks are at ${server.resolvedUrls?.local[0] ?? `http://127.0.0.1:${port}/`}\nS opens the speaker's window. Ctrl-C ends this.`,
    );
    return new Promise(() => {});
  }
  if (command === 'build' && rest.length === 0) {
    const decks = await buildSite();
    for (const { name, title, slides } of decks) console.log(`${name}: ${title}, ${slides.length} slides`);
    console.log(
      `Written: ${relative(COURSE, DIST)}/index.html, and each deck as one file in ${relative(COURSE, DIST)}/single/`,
    );
    return 0;
  }
  if (command === 'pdf' && rest.length === 0) {
    for (const file of await buildPdfs()) console.log(relative(COURSE, file));
    return 0;
  }
  if (command === 'sheet' && rest.length === 0) {
    for (const file of await contactSheets()) console.log(relative(COURSE, file));
    return 0;
  }
  if (command === 'record') {
    for (const line of await record(rest)) console.log(line);
    return 0;
  }
  return usage(`"${args.join(' ')}" is not known.`);
}

function usage(message: string): number {
  console.error(`${message}\n\n${HELP}`);
  return 2;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    // What is wrong with a slide is said in words; anything else is a fault of ours.
    console.error(error instanceof SlideError ? error.message : error);
    process.exitCode = 1;
  },
);
