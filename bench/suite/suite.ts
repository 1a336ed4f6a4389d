import { buildNode, buildSubjects } from '../build';
import { buildRival } from '../go';
import type { HistoryShape } from '../history/scrapes';
import { STORE_NAMES, type StoreName } from '../history/names';
import { fileOf } from '../inputs/generate';
import { AGREE, FIRST, FULL, LARGER, QUICK, type Input } from '../inputs/inputs';
import type { AgreeOrder } from '../node/agree';
import type { FirstOrder, FirstReport } from '../node/first';
import type { HistoryOrder, HistoryReport } from '../node/history';
import { checkRow } from '../report/goals';
import type { Report, Row } from '../report/report';
import { fastest, median } from '../measure/rounds';
import { SUBJECTS, type SubjectName } from '../subjects';
import { child, childMedians } from './child';
import { machine } from './machine';
import { measurePeaks, measureRow, type Pace } from './rows';

const FULL_PACE: Pace = { minRounds: 5, maxRounds: 51, budgetMs: 40_000, pick: median };
/** CI does other things at the same time. */
const QUICK_PACE: Pace = { minRounds: 3, maxRounds: 15, budgetMs: 3_000, pick: fastest };
const FIRST_TIMES = 7;
const HISTORY: HistoryShape = { scrapes: 1_000, stacks: 2_000, changing: 0.1 };

export type Say = (what: string) => void;

/** All that is measured in Node. */
export async function runFull(say: Say): Promise<Report> {
  const { rival, report } = await begin(FULL, say);
  for (const input of FULL) {
    say(`${input.title}: rounds`);
    add(report, await measureRow(input, rival, FULL_PACE));
  }
  for (const input of FULL.filter(({ shape }) => shape !== 'small')) {
    say(`${input.title}: peak memory`);
    report.rows.find(({ name }) => name === input.name)!.peakBytes = await measurePeaks(input);
  }
  say('first calls, history');
  report.first = await measureFirst();
  report.history = await measureHistory(report);
  return report;
}

/** What CI runs: the same on small inputs. An input that is far from a goal gets a second try, for machines are shared. */
export async function runQuick(say: Say): Promise<Report> {
  const { rival, report } = await begin(QUICK, say);
  for (const input of QUICK) {
    const first = await measureRow(input, rival, QUICK_PACE);
    add(report, isFar(first.row) ? await measureRow(input, rival, QUICK_PACE) : first);
  }
  return report;
}

async function begin(inputs: readonly Input[], say: Say): Promise<{ rival: string; report: Report }> {
  say('building');
  await buildSubjects();
  await buildNode();
  const rival = buildRival();
  for (const input of inputs) {
    say(`${input.title}: making it`);
    fileOf(input);
  }
  const disagreements = await child<AgreeOrder, string[]>('agree', { files: AGREE, rival });
  return { rival, report: { machine: machine(), rows: [], disagreements, profiles: AGREE.length } };
}

function add(report: Report, { row, disagreements }: { row: Row; disagreements: string[] }): void {
  report.rows.push(row);
  report.disagreements.push(...disagreements);
  report.profiles++;
}

function isFar(row: Row): boolean {
  return checkRow(row).some((check) => check.isFar);
}

async function measureFirst(): Promise<Record<SubjectName, FirstReport>> {
  const [file, larger] = [fileOf(FIRST), fileOf(LARGER)];
  const flags = ['--expose-gc', '--no-flush-bytecode'];
  const first: Partial<Record<SubjectName, FirstReport>> = {};
  for (const subject of SUBJECTS) {
    first[subject] = await childMedians<FirstOrder, FirstReport>(
      'first',
      { subject, file, larger },
      FIRST_TIMES,
      flags
    );
  }
  return first as Record<SubjectName, FirstReport>;
}

async function measureHistory(report: Report): Promise<Record<StoreName, HistoryReport>> {
  const history: Partial<Record<StoreName, HistoryReport>> = {};
  for (const store of STORE_NAMES) {
    history[store] = await child<HistoryOrder, HistoryReport>('history', { store, shape: HISTORY }, ['--expose-gc']);
    if (history[store]!.digest !== history[STORE_NAMES[0]]!.digest) {
      report.disagreements.push(`history: the top series of ${store} and ${STORE_NAMES[0]} are not the same`);
    }
  }
  return history as Record<StoreName, HistoryReport>;
}
