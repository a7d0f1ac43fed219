import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** The browser of this machine: CHROMIUM in the environment, or Debian's; undefined where there is none. */
export const CHROMIUM = [process.env.CHROMIUM, '/usr/bin/chromium'].find((path) => path && existsSync(path));

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** On a machine that has other things to do everything takes its time; what hangs ends all the same. */
const PATIENCE_MS = 90_000;

/** A browser that keeps a record of what its pages asked for and complained about. */
export interface OpenBrowser {
  page: (options?: BrowserContextOptions) => Promise<Page>;
  closePages: () => Promise<void>;
  close: () => Promise<void>;
  /** The URL of every request. */
  requests: string[];
  /** Errors and warnings in the console, and exceptions that nobody caught. */
  complaints: string[];
}

export async function openBrowser(): Promise<OpenBrowser> {
  const browser: Browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: FLAGS });
  const requests: string[] = [];
  const complaints: string[] = [];
  const page = async (options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
      ...options,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const opened = await context.newPage();
    opened.on('request', (request) => requests.push(request.url()));
    opened.on('pageerror', (error) => complaints.push(String(error)));
    opened.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    return opened;
  };
  const closePages = async () => {
    for (const context of browser.contexts()) await context.close();
  };
  return { page, closePages, close: () => browser.close(), requests, complaints };
}
