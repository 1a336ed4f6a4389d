import { readFileSync, writeFileSync } from 'node:fs';
import { chart } from './chart';
import { checkReport } from './goals';
import type { Machine, Report } from './report';
import { blockedTable, firstTable, goalTable, historyTable, memoryTable, ratioTable } from './tables';

const PAGE = 'docs/performance.md';
const CHART = 'docs/performance.svg';

/** Puts the figures into docs/performance.md, whose prose is kept by hand, and draws its chart. */
export function writeDocs(report: Report): void {
  writeFileSync(PAGE, fill(readFileSync(PAGE, 'utf8'), blocks(report)));
  writeFileSync(CHART, chart(report.rows));
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

function blocks(report: Report): Record<string, string> {
  const { browser, first, history, machine, profiles, rows } = report;
  return {
    machine: describe(machine, profiles),
    ratios: ratioTable(rows),
    goals: goalTable(checkReport(report)),
    memory: memoryTable(rows),
    first: first ? firstTable(first) : '',
    history: history ? historyTable(history) : '',
    page: browser ? ratioTable(browser.page) : '',
    worker: browser ? ratioTable(browser.worker) : '',
    blocked: browser ? blockedTable(browser) : '',
  };
}

function describe({ date, cpu, cores, memoryGiB, node, go, chromium, rivals }: Machine, profiles: number): string {
  const against = Object.entries(rivals).map(([name, version]) => `${name} ${version}`);
  return [
    `${date}: ${cpu}, ${cores} cores, ${memoryGiB} GiB; Node ${node}, Chromium ${chromium ?? '–'}, Go ${go}.`,
    `Rivals: ${against.join(', ')}.`,
    `All came to the same result on ${profiles} profiles.`,
  ].join(' ');
}
