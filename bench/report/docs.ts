import { readFileSync, writeFileSync } from 'node:fs';
import { chart } from './chart';
import { checkReport } from './goals';
import { busyness } from './print';
import type { Report } from './report';
import { blockedTable, firstTable, goalTable, historyTable, memoryTable, ratioTable } from './tables';

const PAGE = 'docs/performance.md';
const CHART = 'docs/performance.svg';

/**
 * Puts the figures into docs/performance.md, whose prose is kept by hand, and draws its chart. What was not measured this
 * time stays as it is.
 */
export function writeDocs(report: Report): void {
  writeFileSync(PAGE, fill(readFileSync(PAGE, 'utf8'), { ...nodeBlocks(report), ...browserBlocks(report) }));
  if (report.rows.length > 0) {
    writeFileSync(CHART, chart(report.rows));
  }
}

/** Replaces what stands between `<!-- bench: name -->` and `<!-- /bench -->`. Throws where a block has no place. */
export function fill(page: string, blocks: Readonly<Record<string, string>>): string {
  return Object.entries(blocks).reduce((text, [name, content]) => {
    const begin = `<!-- bench: ${name} -->\n`;
    const from = text.indexOf(begin);
    const to = text.indexOf('\n<!-- /bench -->', from);
    if (from < 0 || to < 0) {
      throw new Error(`${PAGE} has no block ${name}`);
    }
    return text.slice(0, from) + begin + content + text.slice(to);
  }, page);
}

function nodeBlocks(report: Report): Record<string, string> {
  const { first, history, machine, profiles, rows } = report;
  if (!first || !history) {
    return {};
  }
  const { date, cpu, cores, memoryGiB, node, go, rivals } = machine;
  const against = Object.entries(rivals).map(([name, version]) => `${name} ${version}`);
  return {
    machine: [
      `${date}: ${cpu}, ${cores} cores, ${memoryGiB} GiB; Node ${node}, Go ${go}.`,
      `Rivals: ${against.join(', ')}.`,
      `All came to the same result on ${profiles} profiles.`,
      busyness(machine),
    ]
      .join(' ')
      .trim(),
    ratios: ratioTable(rows),
    goals: goalTable(checkReport({ ...report, browser: undefined })),
    memory: memoryTable(rows),
    first: firstTable(first),
    history: historyTable(history),
  };
}

function browserBlocks({ browser, machine }: Report): Record<string, string> {
  if (!browser) {
    return {};
  }
  const { chromium = '', date } = machine;
  return {
    chromium: `${date}: Chromium ${chromium} on the same machine. ${busyness(machine)}`.trim(),
    page: ratioTable(browser.page),
    worker: ratioTable(browser.worker),
    blocked: blockedTable(browser),
  };
}
