import { parseArgs } from 'node:util';
import { writeDocs } from './report/docs';
import { checkReport } from './report/goals';
import { print } from './report/print';
import type { Report } from './report/report';
import { machine } from './suite/machine';
import { runFull, runQuick, type Say } from './suite/suite';

/** `npm run bench`; README.md says what the flags do. Exits with 1 where results differ; --quick also where a goal is far. */
async function main(): Promise<number> {
  const { values: flags } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      browser: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const say = (what: string) => {
    if (!flags.quick) {
      console.error(`bench: ${what}`);
    }
  };
  const report = await run(flags, say);
  const checks = checkReport(report);
  console.log(flags.json ? JSON.stringify({ ...report, checks }, null, 2) : print(report, checks, flags.quick));
  if (flags.write && !flags.quick) {
    writeDocs(report);
  }
  return report.disagreements.length > 0 || (flags.quick && checks.some(({ isFar }) => isFar)) ? 1 : 0;
}

async function run(flags: { quick: boolean; browser: boolean }, say: Say): Promise<Report> {
  if (flags.quick) {
    return runQuick(say);
  }
  if (!flags.browser) {
    return runFull(say);
  }
  // Playwright takes its time to load, and CI's quick run does not need it.
  const { runBrowser } = await import('./suite/browser');
  const { version, report: browser } = await runBrowser(say);
  const { disagreements } = browser;
  return {
    machine: { ...machine(), chromium: version },
    rows: [],
    disagreements,
    profiles: browser.page.length,
    browser,
  };
}

main().then(
  (status) => process.exit(status),
  (error) => {
    console.error(error);
    process.exit(1);
  }
);
