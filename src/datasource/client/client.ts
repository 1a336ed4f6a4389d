import { getBackendSrv } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import type { ProbeCost } from '../../core/scrape';
import type { Engine } from '../engine/engine';
import type { Target } from '../settings';
import { urlOf, type Endpoint } from './endpoints';
import { explainFetchError } from './errors';

/** What was asked, and the body that came. */
export interface Answer {
  asked: string;
  body: ArrayBuffer;
}

/** Requests that belong together: one round of the sampler, or one health check. They add up what they cost. */
export class Round {
  readonly cost: ProbeCost = { requests: 0, bytes: 0, durationMs: 0 };

  constructor(
    readonly target: Target,
    /** Reads the answers. */
    readonly engine: Engine,
    readonly abort?: AbortSignal
  ) {}

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
export async function get({ target, abort, cost }: Round, endpoint: Endpoint): Promise<Answer> {
  const { url, asked } = urlOf(target, endpoint);
  const startedMs = performance.now();
  cost.requests++;
  const response = await lastValueFrom(
    getBackendSrv().fetch<ArrayBuffer>({
      url,
      method: 'GET',
      responseType: 'arraybuffer',
      showErrorAlert: false,
      validatePath: true,
      abortSignal: abort,
    })
  )
    .catch((error: unknown) => {
      throw explainFetchError(asked, error, (performance.now() - startedMs) / 1000);
    })
    .finally(() => {
      cost.durationMs += performance.now() - startedMs;
    });
  const body = response.data ?? new ArrayBuffer(0);
  cost.bytes += body.byteLength;
  return { asked, body };
}
