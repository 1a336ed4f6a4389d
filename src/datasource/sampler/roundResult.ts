import type { Asking } from '../client/client';
import type { RoundResult } from './pace';
import type { Spending } from './spending';

/** A round that was put off for its price: what it cost says nothing about a round with a profile. */
export interface PutOff {
  readonly putOffMs: number;
}

/** What the pace has to know of a round. */
export function roundResult(askings: readonly Asking[], spending: Spending, putOff?: PutOff): RoundResult {
  const wasAnswered = askings.some(({ status }) => status === 200);
  const refused = askings.filter(({ status }) => status === 429 || status === 503);
  const retryAfterMs = Math.max(0, ...refused.map((asking) => asking.retryAfterMs ?? 0));
  return {
    // What a program that does not answer spends is not known; backing off spares it more than any budget.
    spentMs: wasAnswered && !putOff ? spending.of(askings) : undefined,
    // One part that does not come, as a profile that was not mounted, is no reason to ask for the other less often.
    hasFailed: !wasAnswered || refused.length > 0,
    retryAfterMs,
    putOffMs: putOff?.putOffMs,
  };
}
