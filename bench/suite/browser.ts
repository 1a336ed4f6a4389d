import { chromium } from '@playwright/test';
import { buildBrowser, buildSubjects } from '../build';
import type { PageApi } from '../browser/page';
import type { BrowserOrder } from '../browser/rounds';
import { fileOf } from '../inputs/generate';
import { FIRST, FULL, type Input } from '../inputs/inputs';
import { disagreements } from '../measure/digest';
import type { RoundsReport } from '../node/rounds';
import type { BrowserReport, Row } from '../report/report';
import { serve } from './server';
import { rowOf, type Pace } from './rows';
import type { Say } from './suite';

const PACE: Omit<Pace, 'pick'> = { minRounds: 3, maxRounds: 51, budgetMs: 20_000 };
const BLOCKED_BY = 'goroutines-500k-unique';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // As in Node (suite/rows.ts).
  '--js-flags=--expose-gc --no-flush-bytecode',
];

/** The same in Chromium, in a page and in a worker, each input in a page of its own. */
export async function runBrowser(say: Say): Promise<{ version: string; report: BrowserReport }> {
  await buildSubjects();
  await buildBrowser();
  const { server, url } = await serve(Object.fromEntries(FULL.map((input) => [input.name, fileOf(input)])));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGS });
  const report: BrowserReport = { page: [], worker: [], disagreements: [], blocked: [] };

  const inNewPage = async <T>(run: (api: BenchPage) => Promise<T>): Promise<T> => {
    const page = await browser.newPage();
    try {
      await page.goto(url);
      await page.waitForFunction(() => 'bench' in window);
      return await run(page as unknown as BenchPage);
    } finally {
      await page.close();
    }
  };
  const add = (rows: Row[], input: Input, measured: RoundsReport) => {
    rows.push(rowOf(input, measured));
    report.disagreements.push(...disagreements(measured.digests).map((line) => `${input.title}, browser: ${line}`));
  };

  for (const input of FULL) {
    say(`${input.title}: Chromium`);
    const order: BrowserOrder = { url: `/inputs/${input.name}`, first: `/inputs/${FIRST.name}`, ...PACE };
    add(report.page, input, await inNewPage((page) => page.evaluate((it) => window.bench.inPage(it), order)));
    add(report.worker, input, await inNewPage((page) => page.evaluate((it) => window.bench.inWorker(it), order)));
    if (input.name === BLOCKED_BY) {
      const blocked = await inNewPage((page) => page.evaluate((it) => window.bench.blocked(it), order.url));
      report.blocked.push(...blocked.map((one) => ({ ...one, title: input.title })));
    }
  }
  const version = browser.version();
  await browser.close();
  server.close();
  return { version, report };
}

declare global {
  interface Window {
    bench: PageApi;
  }
}

/** Playwright's Page, as far as it is used. */
interface BenchPage {
  evaluate<Arg, T>(run: (argument: Arg) => Promise<T>, argument: Arg): Promise<T>;
}
