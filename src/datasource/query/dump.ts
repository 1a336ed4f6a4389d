import type { DataFrame } from '@grafana/data';
import { dumpCost, MOST_UNCONFIRMED } from '../../core/dump/cost';
import { dumpFrame, type DumpOffer, type ProbeFacts } from '../../frames';
import { TargetError } from '../client/errors';
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
  return query.retake ? [await retakeFrame(query, sampler, asked, facts)] : viewFrames(query, sampler, asked, facts);
}

/** Of when the dump is that is shown, or why none is, above a button that takes another. */
async function retakeFrame(query: DumpQuery, sampler: Sampler, asked: Asked, facts: ProbeFacts): Promise<DataFrame> {
  const offer = offerOf(query, sampler);
  const token = parseToken(query.taken);
  const refusal = refusalOf(token, offer, sampler);
  const why = token && refusal === undefined ? await toldOf(token, sampler) : refusal;
  const range = await sampler.engine.memory({ ...asked, options: { columns: [] } });
  const frame = dumpFrame({ range, answer: undefined, takenMs: null, offer }, facts, {
    refId: query.refId,
    view: 'stacks',
    why,
  });
  const button = buttonOf(offer, refusal);
  return withOffer(frame, { ...button, why: why ?? button.why });
}

/** What was taken in another page is not here, or the target refused: all the more there is something to take. */
async function toldOf(token: Token, { taker }: Sampler): Promise<string> {
  try {
    const { atMs } = await taker.dump(token);
    return `Goroutines at ${new Date(atMs).toLocaleTimeString(undefined, { hourCycle: 'h23' })}.`;
  } catch (error) {
    if (error instanceof QueryError || error instanceof TargetError) {
      return error.message;
    }
    throw error;
  }
}

async function viewFrames(query: DumpQuery, sampler: Sampler, asked: Asked, facts: ProbeFacts): Promise<DataFrame[]> {
  const options = checkDump(query);
  const { engine, taker } = sampler;
  const { refId } = query;
  const offer = offerOf(query, sampler);
  const token = parseToken(query.taken);
  const refusal = refusalOf(token, offer, sampler);
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
function refusalOf(
  token: Token | undefined,
  { goroutines, needsConfirmation, stallMs }: DumpOffer,
  { taker }: Sampler
): string | undefined {
  if (!token || token.isConfirmed || !needsConfirmation || taker.hasDump(token)) {
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
