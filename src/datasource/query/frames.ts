import type { DataFrame, TimeRange } from '@grafana/data';
import { goroutinesFrame, memoryColumns, memoryFrame, type ProbeFacts } from '../../frames';
import type { Sampler } from '../sampler/sampler';
import type { TidemarkQuery } from '../types';
import { checkGoroutines, checkMemory } from './check';

/**
 * Answers one interpolated query from what was sampled so far: the engine works it out, here it is dressed.
 *
 * @throws QueryError where the query cannot be answered, EngineError where the work was lost.
 */
export async function frameOf(
  query: TidemarkQuery,
  sampler: Sampler,
  range: Pick<TimeRange, 'from' | 'to'>,
  abort: AbortSignal
): Promise<DataFrame> {
  const { engine, key } = sampler;
  const asked = { target: key, fromMs: range.from.valueOf(), toMs: range.to.valueOf() };
  switch (query.queryType) {
    case 'goroutines': {
      const options = checkGoroutines(query);
      const answer = await engine.goroutines({ ...asked, options }, abort);
      return goroutinesFrame(answer, factsOf(sampler), { refId: query.refId, groupBy: options.groupBy });
    }
    case 'memory': {
      const view = checkMemory(query);
      const answer = await engine.memory({ ...asked, options: { columns: memoryColumns(view) } }, abort);
      return memoryFrame(answer, factsOf(sampler), { refId: query.refId, source: sampler.memorySource, ...view });
    }
  }
}

function factsOf({ engine, latest, target }: Sampler): ProbeFacts {
  return {
    target: target.label,
    intervalMs: target.intervalMs,
    lastScrape: latest?.cost ?? { requests: 0, bytes: 0, durationMs: 0 },
    decodedIn: engine.place,
  };
}
