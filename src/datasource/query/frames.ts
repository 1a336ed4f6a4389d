import type { DataFrame, TimeRange } from '@grafana/data';
import { goroutinesFrame, memoryFrame, type ProbeFacts } from '../../frames';
import type { Sampler } from '../sampler/sampler';
import type { TidemarkQuery } from '../types';
import { checkGoroutines, checkMemory } from './check';

/**
 * Answers one interpolated query from what was sampled so far.
 *
 * @throws QueryError where the query cannot be answered.
 */
export function frameOf(query: TidemarkQuery, sampler: Sampler, range: Pick<TimeRange, 'from' | 'to'>): DataFrame {
  const history = sampler.history.range(range.from.valueOf(), range.to.valueOf());
  const facts: ProbeFacts = {
    target: sampler.target.label,
    intervalMs: sampler.target.intervalMs,
    lastScrape: sampler.history.latest?.cost ?? { requests: 0, bytes: 0, durationMs: 0 },
  };
  switch (query.queryType) {
    case 'goroutines':
      return goroutinesFrame(history, facts, { refId: query.refId, ...checkGoroutines(query) });
    case 'memory':
      return memoryFrame(history, facts, { refId: query.refId, source: sampler.memorySource, ...checkMemory(query) });
  }
}
