import { fileOf } from '../inputs/generate';
import { FIRST, type Input } from '../inputs/inputs';
import { disagreements } from '../measure/digest';
import { median } from '../measure/rounds';
import type { MemoryOrder, MemoryReport } from '../node/memory';
import type { RoundsOrder, RoundsReport } from '../node/rounds';
import type { Row } from '../report/report';
import type { SubjectName } from '../subjects';
import { child, childMedians } from './child';

export interface Pace {
  minRounds: number;
  maxRounds: number;
  /** Per input, all rivals together. */
  budgetMs: number;
  /** What stands for the rounds. */
  pick: (times: readonly number[]) => number;
}

/**
 * Everyone begins with a clean heap (measure/rounds.ts). V8 forgets the bytecode of functions that were not called for some
 * major GCs; here everyone waits for everyone.
 */
const FLAGS = ['--expose-gc', '--no-flush-bytecode', '--max-old-space-size=12288'];

/** Everyone on one input, in turn. */
export async function measureRow(
  input: Input,
  rival: string,
  { pick, minRounds, maxRounds, budgetMs }: Pace
): Promise<{ row: Row; disagreements: string[] }> {
  const report = await child<RoundsOrder, RoundsReport>(
    'rounds',
    { file: fileOf(input), first: fileOf(FIRST), rival, minRounds, maxRounds, budgetMs },
    FLAGS
  );
  return {
    row: rowOf(input, report, pick),
    disagreements: disagreements(report.digests).map((line) => `${input.title}: ${line}`),
  };
}

export function rowOf({ name, title, shape }: Input, report: RoundsReport, pick: Pace['pick'] = median): Row {
  const { gunzip = [], ...times } = report.times;
  return {
    name,
    title,
    shape,
    gzBytes: report.gzBytes,
    rawBytes: report.rawBytes,
    samples: report.samples,
    stacks: report.digests.tidemark!.stacks,
    rounds: gunzip.length,
    gunzipMs: pick(gunzip),
    workMs: Object.fromEntries(Object.entries(times).map(([subject, list]) => [subject, pick(list)])),
  };
}

const PEAK_SUBJECTS: readonly SubjectName[] = ['tidemark', 'pprof-format', 'protobufjs-static'];
const PEAK_TIMES = 3;

/** Highest resident sizes, each in fresh processes: one that does the work less one that only inflates. */
export async function measurePeaks(input: Input): Promise<Partial<Record<SubjectName, number>>> {
  const file = fileOf(input);
  const peaks: Partial<Record<SubjectName, number>> = {};
  for (const subject of PEAK_SUBJECTS) {
    const peak = (isBase: boolean) =>
      childMedians<MemoryOrder, MemoryReport>('memory', { subject, file, isBase }, PEAK_TIMES);
    peaks[subject] = (await peak(false)).bytes - (await peak(true)).bytes;
  }
  return peaks;
}
