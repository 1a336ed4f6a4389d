import type { MemoryField } from '../../memstats/fields';
import { whole } from '../../numbers';
import { fieldEvidence, type Rule } from '../rule';
import type { Situation } from '../situation';

/** Figures that were printed with six digits are this far off; a source that adds up wrongly is further. */
const ROUNDING = 1e-5;
/** One sample may have been read while it changed; two in a row were not. */
const SAMPLES = 2;

interface Relation {
  /** What is wrong, in words. */
  readonly text: string;
  readonly fields: readonly MemoryField[];
  /** Bytes by which it is broken: 0 where it holds, NaN where a field was not told. */
  brokenBy(value: (field: MemoryField) => number): number;
}

const SYS_PARTS = ['HeapSys', 'StackSys', 'MSpanSys', 'MCacheSys', 'BuckHashSys', 'GCSys', 'OtherSys'] as const;

/** What holds in every Go (runtime/mstats.go). */
const RELATIONS: readonly Relation[] = [
  {
    text: 'more was released (HeapReleased) than is idle (HeapIdle)',
    fields: ['HeapReleased', 'HeapIdle'],
    brokenBy: (value) => Math.max(0, value('HeapReleased') - value('HeapIdle')),
  },
  {
    text: 'HeapSys is not HeapInuse + HeapIdle',
    fields: ['HeapSys', 'HeapInuse', 'HeapIdle'],
    brokenBy: (value) => Math.abs(value('HeapSys') - value('HeapInuse') - value('HeapIdle')),
  },
  {
    text: 'Sys is not the sum of its parts',
    fields: ['Sys', ...SYS_PARTS],
    brokenBy: (value) => Math.abs(value('Sys') - SYS_PARTS.reduce((sum, field) => sum + value(field), 0)),
  },
];

/** Figures that contradict one another: all that rests on them may be wrong. */
export const impossibleCounters: Rule = (situation) => {
  const broken = RELATIONS.filter((relation) => isBroken(relation, situation));
  if (broken.length === 0) {
    return undefined;
  }
  const fields = [...new Set(broken.flatMap(({ fields }) => fields))];
  const numbers = fields.map((field) => `${field} ${whole(situation.now(field))}`).join(', ');
  return {
    id: 'impossible-counters',
    severity: 'warning',
    title: 'These figures cannot be true',
    text: `By this source ${broken.map(({ text }) => text).join('; ')} (bytes: ${numbers}).`,
    evidence: fieldEvidence(situation, ...fields),
    advice: 'Read MemStats from another source of the program: /debug/vars, or the end of heap?debug=1.',
    cannotSee: 'Which of the figures is wrong; what else is said here rests on them.',
  };
};

function isBroken({ brokenBy }: Relation, situation: Situation): boolean {
  const rows = Array.from({ length: Math.min(SAMPLES, situation.samples) }, (_, i) => situation.samples - 1 - i);
  return rows.every((row) => {
    const value = (field: MemoryField) => situation.column(field)[row] as number;
    return brokenBy(value) > ROUNDING * value('Sys');
  });
}
