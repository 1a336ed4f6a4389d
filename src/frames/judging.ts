import type { DataFrame } from '@grafana/data';
import type { SuspectsAnswer } from '../core/deploys/answers';
import { OTHER, type CountSeries, type GoroutinesAnswer } from '../core/history/answers';
import { counted } from '../core/numbers';
import type { SuspectsMeta } from './contract';
import { goroutinesFrame } from './goroutines';
import type { ProbeFacts } from './probe';
import { suspectsFrame, type SuspectsFrameOptions } from './suspects';

/**
 * What stands for the suspects and their picture while the two are worked out: a table without a row, which says so, and
 * all goroutines as one line, as the picture has those that do not leak.
 *
 * @param answer goroutines in all (groupBy `total`)
 */
export function judgingFrames(answer: GoroutinesAnswer, facts: ProbeFacts, options: SuspectsFrameOptions): DataFrame[] {
  const { failures, process, restarts, times } = answer;
  const nothingYet: SuspectsAnswer = {
    failures,
    process,
    restarts,
    times,
    suspects: [],
    caveats: [],
    looked: { fromMs: undefined, toMs: undefined, scrapes: times.length, stacks: 0, intervalMs: facts.intervalMs },
    deploys: [],
    forecasts: [],
  };
  const table = suspectsFrame(nothingYet, facts, options);
  const custom: SuspectsMeta = {
    ...(table.meta?.custom as SuspectsMeta),
    caveats: [
      {
        kind: 'being judged',
        text: `Looking at ${counted(times.length, 'scrape')}.`,
      },
    ],
  };
  const [total] = answer.series;
  const series: CountSeries[] = total ? [{ name: OTHER, role: 'other', counts: total.counts }] : [];
  return [
    { ...table, meta: { ...table.meta, custom } },
    goroutinesFrame({ ...answer, groups: 0, series }, facts, { refId: options.refId, groupBy: 'leak' }),
  ];
}
