import { parseArgs } from 'node:util';
import { writeDocs } from './report/docs';
import { checkReport } from './report/goals';
import { print } from './report/print';
import type { BrowserReport, Report } from './report/report';
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
  console.log(flags.json ? JSON.stringify({ ...report, checks }, null, 2) : print(report, checks));
  if (flags.write) {
    writeDocs(report);
  }
  return report.disagreements.length > 0 || (flags.quick && checks.some(({ isFar }) => isFar)) ? 1 : 0;
}

async function run(flags: { quick: boolean; browser: boolean; write: boolean }, say: Say): Promise<Report> {
  if (flags.quick) {
    return runQuick(say);
  }
  const report = flags.browser ? { machine: machine(), rows: [], disagreements: [], profiles: 0 } : await runFull(say);
  if (!flags.browser && !flags.write) {
    return report;
  }
  // Playwright takes its time to load, and CI's quick run does not need it.
  const { runBrowser } = await import('./suite/browser');
  return withBrowser(report, await runBrowser(say));
}

function withBrowser(report: Report, { version, report: browser }: { version: string; report: BrowserReport }): Report {
  return {
    ...report,
    machine: { ...report.machine, chromium: version },
    disagreements: [...report.disagreements, ...browser.disagreements],
    profiles: report.profiles || browser.page.length,
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
