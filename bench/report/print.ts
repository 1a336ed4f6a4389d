import type { Check } from './goals';
import type { Machine, Report } from './report';
import { figure } from './table';
import { blockedTable, firstTable, goalTable, historyTable, memoryTable, ratioTable } from './tables';

/** A report for the terminal. */
export function print(report: Report, checks: readonly Check[], isQuick = false): string {
  const { browser, disagreements, first, history, profiles, rows } = report;
  const missed = checks.filter(({ holds }) => !holds);
  return [
    disagreements.length === 0
      ? `All agree on ${profiles} profiles.`
      : `THEY DO NOT AGREE:\n${disagreements.map((line) => `  ${line}`).join('\n')}`,
    !isQuick && busyness(report.machine),
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

/** What to know of figures that were measured beside other work; empty where there was none to speak of. */
export function busyness({ cores, load }: Machine): string {
  return load > cores / 4
    ? `The machine was busy with other work (load average ${figure(load)} on ${cores} cores): measure again when it is not.`
    : '';
}
