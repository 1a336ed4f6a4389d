import { FieldType, type DataFrame } from '@grafana/data';
import type {
  BlockedOn,
  Creator,
  DumpMeta,
  DumpOffer,
  DumpStackRow,
  Frame,
  GoroutineSeries,
  GoroutinesMeta,
  SuspectMember,
  SuspectRow,
  SuspectsMeta,
} from '../../../frames/contract';
import { goroutinesFrameFixture } from '../fixture';

/** 12:00 UTC; the window is the two hours from then on. */
export const NOON = Date.UTC(2026, 9, 1, 12, 0, 0);
export const minute = (minutes: number) => NOON + minutes * 60_000;

const frame = (name: string, line: number): Frame => ({ function: name, file: `/src/shop/file${line}.go`, line });

export function member(
  name: string,
  blockedOn: BlockedOn,
  figures: { count: number; perMinute: number },
  above: Frame[] = []
): SuspectMember {
  const frames = [frame('runtime.gopark', 1), frame(name, 41), ...above];
  return { stackKey: `key of ${name}`, blockedOn, frames, userFrame: 1, namedBy: 1, ...figures };
}

const LOOKUP = 'example.com/shop/catalog.(*Client).Lookup';
const SEND = 'github.com/apache/pulsar-client-go/pulsar.(*producer).send';

/** One leak of three stacks since a deploy. */
export const lookup: SuspectRow = {
  id: `key of ${LOOKUP}`,
  function: LOOKUP,
  blockedOn: ['select', 'I/O wait'],
  count: 1758,
  perMinute: 12.34,
  low: 11.82,
  high: 12.71,
  sinceMs: minute(48),
  sinceBefore: false,
  deploy: { name: 'v1.4.2', atMs: minute(47), relation: 'since', before: { perMinute: 0.004, low: -0.02, high: 0.03 } },
  confidence: 0.99998,
  evidence: [
    { kind: 'slope', label: '95 %: 11.8 to 12.7', text: '12.3 goroutines per minute over 72 min' },
    { kind: 'low tide', label: 'low tide 4 to 1755', text: 'low tide rose from 4 to 1755 (least of each 6 min)' },
  ],
  members: [
    member(
      LOOKUP,
      'select',
      { count: 588, perMinute: 4.2 },
      Array.from({ length: 14 }, (_, i) => frame('main.deep', i))
    ),
    member('google.golang.org/grpc/internal/transport.(*http2Client).reader', 'I/O wait', {
      count: 585,
      perMinute: 4.1,
    }),
    member('google.golang.org/grpc/internal/transport.(*loopyWriter).run', 'select', { count: 585, perMinute: 4.04 }),
  ],
  trend: { times: [minute(0), minute(60), minute(61), minute(120)], values: [4, null, 160, 1755] },
};

/** One stack that grew from the window's start on. */
export const send: SuspectRow = {
  id: `key of ${SEND}`,
  function: SEND,
  blockedOn: ['chan send'],
  count: 246,
  perMinute: 0.91,
  low: 0.7,
  high: 1.1,
  sinceMs: minute(0),
  sinceBefore: true,
  confidence: 0.9968,
  evidence: [{ kind: 'did not come down', label: 'did not come down', text: 'did not come down: 113 came and 2 went' }],
  members: [member(SEND, 'chan send', { count: 246, perMinute: 0.91 })],
  trend: { times: [minute(0), minute(120)], values: [137, 246] },
};

const { probe } = goroutinesFrameFixture().meta!.custom as GoroutinesMeta;

export function suspectsMeta(more: Partial<SuspectsMeta> = {}): SuspectsMeta {
  return {
    version: 1,
    kind: 'suspects',
    groupBy: 'leak',
    probe,
    restarts: [],
    window: { fromMs: minute(0), toMs: minute(120), scrapes: 480, stacks: 187, healthy: 183 },
    suspects: [lookup, send],
    forecasts: [],
    bytesEach: null,
    caveats: [],
    deploys: [],
    ...more,
  };
}

/** For tests: the panel reads what is in `meta` only. */
export function suspectsFrame(more: Partial<SuspectsMeta> = {}): DataFrame {
  return { length: 0, fields: [], meta: { custom: suspectsMeta(more) } };
}

/** Goroutines by leak, one field for each row, and what is healthy. Fields stand in the order of their peaks. */
export function byLeakFrame(
  rows: readonly SuspectRow[] = [send, lookup],
  more: Partial<GoroutinesMeta> = {}
): DataFrame {
  const series: Record<string, GoroutineSeries> = { other: { role: 'other', groups: 183 } };
  for (const { id, function: name, members } of rows) {
    const { stackKey, frames, userFrame, namedBy, blockedOn } = members[0]!;
    series[name] = { role: 'leak', leak: id, stackKey, frames, userFrame, namedBy, blockedOn };
  }
  const custom: GoroutinesMeta = {
    version: 1,
    kind: 'goroutines',
    groupBy: 'leak',
    totalNow: null,
    groups: 187,
    series,
    restarts: [],
    probe,
    ...more,
  };
  const column = (name: string, values: Array<number | null>) => ({
    name,
    type: FieldType.number,
    config: { unit: 'short' },
    values,
  });
  return {
    length: 3,
    meta: { custom },
    fields: [
      { name: 'time', type: FieldType.time, config: {}, values: [minute(0), minute(60), minute(120)] },
      ...rows.map((row) => column(row.function, [4, 5, row.count])),
      column('other', [500, 700, 600]),
    ],
  };
}

/** Goroutines of a member in a dump, by wait ages in the ranges under 1 min, to 1 h, and more. */
export function dumpStack(
  { stackKey, frames, userFrame, namedBy, blockedOn }: SuspectMember,
  counts: [number, number, number],
  oldest: { minutes: number; goroutine: number },
  creators: Array<{ creator: Creator; count: number }> = [],
  labels: DumpStackRow['labels'] = []
): DumpStackRow {
  const count = counts[0] + counts[1] + counts[2];
  return {
    stackKey,
    frames,
    userFrame,
    namedBy,
    blockedOn,
    count,
    minutes: { least: 0, median: 2, p90: 40, most: oldest.minutes },
    oldest: oldest.goroutine,
    waits: [
      { from: 0, to: 1, count: counts[0] },
      { from: 1, to: 60, count: counts[1] },
      { from: 60, to: Infinity, count: counts[2] },
    ],
    creators,
    labels,
  };
}

/** What a dump query gives: without `stacks`, before a dump was taken. */
export function dumpFrame(
  offer: Partial<DumpOffer> = {},
  stacks?: readonly DumpStackRow[],
  more: Partial<DumpMeta> = {}
): DataFrame {
  const found = stacks?.reduce((sum, { count }) => sum + count, 0) ?? 0;
  const custom: DumpMeta = {
    version: 1,
    kind: 'dump',
    view: 'stacks',
    restarts: [],
    probe,
    takenMs: stacks ? minute(3) + 15_000 : null,
    answer: stacks ? { total: found, matched: found, stacks, waits: [], caveats: [] } : null,
    offer: { goroutines: 1240, stallMs: 31, bytes: 620_000, needsConfirmation: false, variable: 'dump', ...offer },
    ...more,
  };
  return { length: 0, fields: [], meta: { custom } };
}
