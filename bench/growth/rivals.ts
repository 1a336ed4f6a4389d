import { mannKendall } from '../../src/core/growth/mannkendall';

/** A rule that looks at one stack's counts, one a scrape, and alarms or does not. */
export interface Rival {
  readonly name: string;
  readonly alarms: (counts: Float64Array) => boolean;
}

const some = (counts: Float64Array, test: (count: number, row: number) => boolean) => counts.some(test);

/** The rules of reference/growth.md, each at one stack: most were made for totals, where they would see less. */
export const rivals: readonly Rival[] = [
  { name: 'LeakProf: more than 10,000', alarms: (counts) => some(counts, (count) => count > 10_000) },
  {
    name: 'CockroachDB: more than 1000, twice the last alarm',
    alarms: (counts) => {
      let last = counts[0] ?? 0;
      return some(counts, (count) => {
        const out = count > 1_000 && count >= 2 * last;
        last = out ? count : last;
        return out;
      });
    },
  },
  {
    name: 'Holmes: above 125 % of the mean of 10',
    alarms: (counts) =>
      some(counts, (count, row) => {
        const ten = counts.subarray(Math.max(0, row - 10), row);
        return ten.length === 10 && count > 1.25 * (ten.reduce((sum, one) => sum + one, 0) / 10);
      }),
  },
  {
    name: 'monigo: rises in 5 cycles',
    alarms: (counts) => {
      let rises = 0;
      return some(counts, (count, row) => {
        rises = row > 0 && count > (counts[row - 1] as number) ? rises + 1 : 0;
        return rises >= 5;
      });
    },
  },
  { name: 'Mann-Kendall alone, 5 %', alarms: (counts) => mannKendall(counts).pUp < 0.05 },
];
