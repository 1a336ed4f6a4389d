import type { BandName } from '../memstats/bands';
import { MEMSTATS_FIELDS, PROCESS_FIELDS, type MemoryField } from '../memstats/fields';
import type { Finding, FindingEvidence } from './finding';
import type { Situation } from './situation';

/** Looks at a situation; silent (undefined) where there is no evidence. */
export type Rule = (situation: Situation) => Finding | undefined;

/** A figure at the newest moment, as evidence; none where it was not told. */
export function fieldEvidence(situation: Situation, ...fields: readonly MemoryField[]): FindingEvidence[] {
  return fields.flatMap((metric) => {
    const value = situation.now(metric);
    return Number.isNaN(value) ? [] : [{ metric, value, unit: UNITS[metric].unit, at: situation.at }];
  });
}

const UNITS = { ...MEMSTATS_FIELDS, ...PROCESS_FIELDS };

/** The bands as formulas. */
export const BAND_METRICS = {
  live: 'HeapAlloc',
  fragmentation: 'HeapInuse − HeapAlloc',
  idle: 'HeapIdle − HeapReleased',
  stacks: 'StackSys',
  runtime: 'MSpanSys + MCacheSys + BuckHashSys + GCSys + OtherSys',
  goResident: 'Sys − HeapReleased',
  residual: 'RSS − (Sys − HeapReleased)',
  released: 'HeapReleased',
} as const satisfies Record<BandName, string>;

export function bandEvidence(situation: Situation, name: BandName): FindingEvidence {
  return { metric: BAND_METRICS[name], value: situation.bandNow(name), unit: 'bytes', at: situation.at };
}

/** A figure that was worked out over the run. */
export function evidenceOf(
  { at }: Situation,
  metric: string,
  value: number,
  unit: FindingEvidence['unit']
): FindingEvidence {
  return { metric, value, unit, at };
}
