import { rangeFacts, type RangeFacts } from '../history/rangeFacts';
import type { HistoryRange } from '../history/store';
import type { Steps } from '../steps';
import { diagnoseSteps } from './diagnose';
import type { DiagnosisOptions, Finding } from './finding';

/** Findings with what a picture needs beside them: plain data that can be sent to another thread. */
export interface FindingsAnswer extends RangeFacts {
  /** The verdict first. Empty where nothing was scraped. */
  readonly findings: readonly Finding[];
  /** Bytes at which the process is killed or the collector works hardest, and how that is known. */
  readonly limit?: { readonly bytes: number; readonly from: 'settings' | 'GOMEMLIMIT' };
}

/** @param options `limitBytes` as a person set it; else the target's own GOMEMLIMIT is taken */
export function* findingsAnswer(range: HistoryRange, options: DiagnosisOptions): Steps<FindingsAnswer> {
  const limit = limitOf(range, options);
  // GOMEMLIMIT is in the range itself, and is not where a process is killed: it is not handed on as a limit that was set.
  const findings = yield* diagnoseSteps(range, options);
  return { ...rangeFacts(range, 'memory'), findings, ...(limit ? { limit } : {}) };
}

function limitOf(range: HistoryRange, { limitBytes }: DiagnosisOptions): FindingsAnswer['limit'] {
  if (limitBytes !== undefined) {
    return { bytes: limitBytes, from: 'settings' };
  }
  const told = range.memory('MemLimit').filter((value) => !Number.isNaN(value));
  const newest = told.at(-1);
  return newest === undefined ? undefined : { bytes: newest, from: 'GOMEMLIMIT' };
}
