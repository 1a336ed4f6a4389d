import type { DataFrame } from '@grafana/data';
import { dumpCost, MOST_UNCONFIRMED } from '../../core/dump/cost';
import { dumpFrame, type DumpOffer, type ProbeFacts } from '../../frames';
import type { Sampler } from '../sampler/sampler';
import { parseToken, type Token } from '../taken/token';
import type { DumpQuery } from '../types';
import { QueryError } from './check';
import { checkDump } from './checkInside';
import type { Asked } from './frames';
import { withOffer, type Offer } from './offer';

/** @throws QueryError, EngineError, TargetError */
export async function dumpFrames(
  query: DumpQuery,
  sampler: Sampler,
  asked: Asked,
  facts: ProbeFacts
): Promise<DataFrame[]> {
  const options = checkDump(query);
  const { engine, taker } = sampler;
  const { refId } = query;
  const offer = offerOf(query, sampler);
  const token = parseToken(query.taken);
  const refusal = token && !taker.hasDump(token) ? refusalOf(token, offer) : undefined;
  if (!token || refusal !== undefined) {
    const range = await engine.memory({ ...asked, options: { columns: [] } });
    const frame = dumpFrame({ range, answer: undefined, takenMs: null, offer }, facts, {
      refId,
      view: options.view,
      why: refusal,
    });
    return [options.view === 'waits' ? frame : withOffer(frame, buttonOf(offer, refusal))];
  }
  const { cost, id } = await taker.dump(token);
  const { answer, atMs, ...range } = await engine.dump({ ...asked, options: { ...options, id } });
  if (!answer) {
    throw new QueryError('The dump was lost with Tidemark’s worker in this browser. Take another.');
  }
  const input = { range, answer, takenMs: atMs, offer };
  return [dumpFrame(input, { ...facts, lastScrape: cost }, { refId, view: options.view })];
}

function offerOf({ takenVariable = '' }: DumpQuery, { latest }: Sampler): DumpOffer {
  const goroutines = latest?.goroutines?.total ?? latest?.memory?.values.Goroutines ?? null;
  const cost = goroutines === null ? undefined : dumpCost(goroutines);
  return {
    goroutines,
    stallMs: cost?.stallMs ?? null,
    bytes: cost?.bytes ?? null,
    needsConfirmation: goroutines === null || goroutines > MOST_UNCONFIRMED,
    variable: takenVariable,
  };
}

/** Why a dump is not taken on this click; undefined where it is. */
function refusalOf({ isConfirmed }: Token, { goroutines, needsConfirmation, stallMs }: DumpOffer): string | undefined {
  if (isConfirmed || !needsConfirmation) {
    return undefined;
  }
  return goroutines === null
    ? 'How many goroutines there are is not known, so a dump has to be confirmed: it stops the program while it writes all of them.'
    : `The program has ${goroutines.toLocaleString()} goroutines: a dump would stop it for about ${Math.round(stallMs ?? 0)} ms, and above ${MOST_UNCONFIRMED.toLocaleString()} it has to be confirmed.`;
}

/** Refused once, the next click is the confirmation. */
function buttonOf({ goroutines, stallMs, variable }: DumpOffer, refusal: string | undefined): Offer {
  const count = goroutines === null ? 'all goroutines' : `${goroutines.toLocaleString()} goroutines`;
  const stall = stallMs === null ? '' : `: the program stands still for about ${Math.max(1, Math.round(stallMs))} ms`;
  return {
    variable: variable || undefined,
    why: refusal ?? 'No dump was taken yet.',
    title: refusal === undefined ? `Read ${count} one by one now${stall}` : `Confirm: read ${count}${stall}`,
    isConfirmed: refusal !== undefined,
  };
}
