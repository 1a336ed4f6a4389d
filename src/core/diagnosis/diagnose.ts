import type { HistoryRange } from '../history/store';
import { runSteps, type Steps } from '../steps';
import type { DiagnosisOptions, Finding, Severity } from './finding';
import type { Rule } from './rule';
import { allWell } from './rules/allWell';
import { fragmentation } from './rules/fragmentation';
import { gcNearLimit } from './rules/gcNearLimit';
import { highButFlat } from './rules/highButFlat';
import { idleRetained } from './rules/idleRetained';
import { impossibleCounters } from './rules/impossibleCounters';
import { liveHeapRises } from './rules/liveHeapRises';
import { madvFree } from './rules/madvFree';
import { offHeap } from './rules/offHeap';
import { sawTooth } from './rules/sawTooth';
import { stacksWithGoroutines } from './rules/stacksWithGoroutines';
import { Situation } from './situation';

/**
 * Every rule, in the order in which findings of one severity are told. Goroutines come before the live heap: where they
 * hold it, they are what to look for. Huge pages have no rule, for no figure that we are told gives them away
 * (docs/diagnosis.md).
 */
const RULES: readonly Rule[] = [
  impossibleCounters,
  sawTooth,
  stacksWithGoroutines,
  liveHeapRises,
  offHeap,
  gcNearLimit,
  madvFree,
  highButFlat,
  idleRetained,
  fragmentation,
];

/** What grows first, then what only looks bad, then what is worth knowing. */
const RANKS: readonly Severity[] = ['critical', 'warning', 'ok', 'info', 'quiet'];

const NO_RSS =
  'RSS: this source does not tell it, so what is resident beyond Go’s own part cannot be judged; docs/targets.md says how to publish it.';

/** What is to be said of a program's memory over a range, the verdict first; empty where no memory was scraped. */
export function diagnose(range: HistoryRange, options: DiagnosisOptions = {}): Finding[] {
  return runSteps(diagnoseSteps(range, options));
}

/** The same in steps, a rule each. */
export function* diagnoseSteps(range: HistoryRange, options: DiagnosisOptions = {}): Steps<Finding[]> {
  const situation = new Situation(range, options);
  if (situation.samples === 0) {
    return [];
  }
  const findings: Finding[] = [];
  for (const rule of RULES) {
    yield;
    findings.push(...found(rule, situation));
  }
  // Figures that contradict one another come first: all else rests on them.
  findings.sort((a, b) => rankOf(a) - rankOf(b));
  const [verdict, ...others] = findings.length > 0 ? findings : found(allWell, situation);
  return verdict ? [situation.tellsRss ? verdict : withoutRss(verdict), ...others] : [];
}

function found(rule: Rule, situation: Situation): Finding[] {
  const finding = rule(situation);
  return finding ? [finding] : [];
}

function rankOf({ id, severity }: Finding): number {
  return id === 'impossible-counters' ? -1 : RANKS.indexOf(severity);
}

function withoutRss(verdict: Finding): Finding {
  return { ...verdict, cannotSee: `${verdict.cannotSee} ${NO_RSS}`.trim() };
}
