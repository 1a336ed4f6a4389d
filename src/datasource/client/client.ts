import type { ProbeCost } from '../../core/scrape';
import type { Engine } from '../engine/engine';
import type { Target } from '../settings';
import { urlOf, type Endpoint } from './endpoints';
import { explainFetchError } from './errors';
import { fetchBody } from './fetch';

/** What was asked, and the body that came. */
export interface Answer {
  asked: string;
  body: ArrayBuffer;
}

/** One request of a round, and what came of it. */
export interface Asking {
  readonly endpoint: Endpoint;
  readonly durationMs: number;
  readonly bytes: number;
  /** The HTTP status; undefined where no answer came. */
  readonly status?: number;
  /** What an answer 429 or 503 said about when to come back. */
  readonly retryAfterMs?: number;
}

/** Requests that belong together: one round of the sampler, or one health check. They add up what they cost. */
export class Round {
  readonly cost: ProbeCost = { requests: 0, bytes: 0, durationMs: 0 };
  /** Those that have ended, in that order. */
  readonly askings: Asking[] = [];

  constructor(
    readonly target: Target,
    /** Reads the answers. */
    readonly engine: Engine,
    readonly abort?: AbortSignal
  ) {}

  /** Takes in a part that added up by itself. */
  add({ askings, cost }: Round) {
    this.askings.push(...askings);
    this.addCost(cost);
  }

  addCost({ requests, bytes, durationMs }: ProbeCost) {
    this.cost.requests += requests;
    this.cost.bytes += bytes;
    this.cost.durationMs += durationMs;
  }
}

/**
 * One GET through Grafana's data proxy.
 *
 * @throws TargetError in words for a person.
 */
export async function get({ abort, askings, cost, target }: Round, endpoint: Endpoint): Promise<Answer> {
  const { url, asked } = urlOf(target, endpoint);
  const startedMs = performance.now();
  const note = (came: Pick<Asking, 'status' | 'retryAfterMs'>, bytes = 0) => {
    const durationMs = performance.now() - startedMs;
    askings.push({ endpoint, durationMs, bytes, ...came });
    cost.durationMs += durationMs;
    cost.bytes += bytes;
  };
  cost.requests++;
  try {
    const body = await fetchBody(url, abort);
    note({ status: 200 }, body.byteLength);
    return { asked, body };
  } catch (thrown) {
    const error = explainFetchError(asked, thrown, (performance.now() - startedMs) / 1000);
    note(error);
    throw error;
  }
}
