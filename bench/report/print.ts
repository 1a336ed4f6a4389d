import type { Check } from './goals';
import type { Report } from './report';
import { blockedTable, firstTable, goalTable, historyTable, memoryTable, ratioTable } from './tables';

/** A report for the terminal. */
export function print(report: Report, checks: readonly Check[]): string {
  const { browser, disagreements, first, history, profiles, rows } = report;
  const missed = checks.filter(({ holds }) => !holds);
  return [
    disagreements.length === 0
      ? `All agree on ${profiles} profiles.`
      : `THEY DO NOT AGREE:\n${disagreements.map((line) => `  ${line}`).join('\n')}`,
    rows.length > 0 && ratioTable(rows),
    rows.some(({ peakBytes }) => peakBytes) && memoryTable(rows),
    first && firstTable(first),
    history && historyTable(history),
    browser && `In a page:\n\n${ratioTable(browser.page)}`,
    browser && `In a worker:\n\n${ratioTable(browser.worker)}`,
    browser && blockedTable(browser),
    missed.length > 0 && goalTable(missed),
    `${checks.length - missed.length} of ${checks.length} goals hold.`,
  ]
    .filter(Boolean)
    .join('\n\n');
}
