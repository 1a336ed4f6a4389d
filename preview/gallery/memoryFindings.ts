import { FieldType, type DataFrame } from '@grafana/data';
import type { Finding, FindingsMeta } from '../../src/frames/contract';
import { END, minutesBefore, probe } from './scene';

const MIB = 1024 * 1024;

const bytes = (metric: string, mib: number, at = END) => ({ metric, value: mib * MIB, unit: 'bytes' as const, at });

export const madvFreeFinding: Finding = {
  id: 'madv-free',
  severity: 'ok',
  title: 'Not a leak',
  text: '390 MiB were freed with MADV_FREE and the kernel has not taken them back (Go 1.14; HeapReleased 402 MiB, RSS 468 MiB, live heap 42 MiB).',
  advice: 'Set GODEBUG=madvdontneed=1 or use Go 1.16 or newer to see RSS fall.',
  cannotSee: 'Whether the kernel would take these pages back in time: it does so only under memory pressure.',
  evidence: [
    bytes('RSS − (Sys − HeapReleased)', 390),
    bytes('HeapReleased', 402),
    bytes('LazyFree', 376),
    bytes('HeapAlloc', 42),
    { metric: 'go1.14.15', value: 0, unit: 'text', at: END },
  ],
};

const fragmentation: Finding = {
  id: 'fragmentation',
  severity: 'info',
  title: 'Some fragmentation',
  text: '8.5 MiB of 51 MiB in use are free room in spans.',
  advice: '',
  cannotSee: 'Which size classes they are in.',
  evidence: [
    bytes('HeapInuse − HeapAlloc', 8.5),
    { metric: 'share of HeapInuse', value: 0.17, unit: 'ratio', at: END },
  ],
};

export const leakFinding: Finding = {
  id: 'live-heap-rises',
  severity: 'critical',
  title: 'Live heap grows',
  text: 'From low tide to low tide +6.2 MiB a minute (6.0 to 6.4) over 2 h: the limit of 1 GiB is reached in 15 min (14 to 16).',
  advice: 'Look at the heap by cum since 12:15, and at what v1.4.2 keeps.',
  cannotSee: 'Who holds the objects: a heap profile tells who allocated them.',
  evidence: [
    { metric: 'HeapAlloc after GC', value: 6.2 * MIB, unit: 'bytes/min', at: END },
    bytes('HeapAlloc after GC', 62, minutesBefore(119)),
    bytes('HeapAlloc after GC', 804),
    { metric: 'time to the limit', value: 15.2, unit: 'minutes', at: END },
    { metric: 'NumGC', value: 480, unit: 'count', at: END },
  ],
};

const stacksFinding: Finding = {
  id: 'stacks-with-goroutines',
  severity: 'warning',
  title: 'Stacks grow with goroutines',
  text: 'StackSys rose by 10 MiB while 4,980 goroutines came: 2.1 KiB each.',
  advice: 'See the goroutines panel for which stack they are in.',
  cannotSee: 'Heap that each goroutine holds.',
  evidence: [bytes('StackSys', 18), { metric: 'Goroutines', value: 5_120, unit: 'count', at: END }],
};

const flatFinding: Finding = {
  id: 'high-but-flat',
  severity: 'info',
  title: 'Idle heap is kept for reuse',
  text: '278 MiB have been idle since 12:44; the scavenger gives back about 0.4 MiB a minute.',
  advice: 'Set GOMEMLIMIT=320MiB to make it faster, if anybody else needs the memory.',
  cannotSee: 'Whether the next burst is near.',
  evidence: [bytes('HeapIdle − HeapReleased', 278)],
};

export const FINDINGS = {
  madvFree: [madvFreeFinding, fragmentation],
  leak: [leakFinding, stacksFinding, fragmentation],
  idle: [flatFinding],
  none: [],
} satisfies Record<string, Finding[]>;

/** The findings frame beside a memory frame of the same target. */
export function findingsFrame(
  findings: readonly Finding[],
  limit: FindingsMeta['limit'] = null,
  goVersion = 'go1.22.4'
): DataFrame {
  const custom: FindingsMeta = {
    version: 1,
    kind: 'findings',
    probe: probe(goVersion),
    restarts: [],
    findings,
    limit,
    fromMs: minutesBefore(120),
    toMs: END,
  };
  return {
    name: 'findings',
    meta: { custom },
    length: findings.length,
    fields: [{ name: 'text', type: FieldType.string, config: {}, values: findings.map(({ text }) => text) }],
  };
}
