import { FieldType, type DataFrame } from '@grafana/data';
import type {
  BlockedOn,
  CaveatText,
  DeployMark,
  DumpMeta,
  DumpOffer,
  DumpStackRow,
  Frame,
  GoroutineSeries,
  GoroutinesMeta,
  SuspectMember,
  SuspectRow,
  SuspectsMeta,
  WaitRange,
} from '../../src/frames/contract';
import { deployFrame, minutesBefore, probe, random, times, type Scene } from './scene';

/** The list of suspects in each of its states. Minutes count from the window's start, two hours before its end. */

const f = (name: string, file: string, line: number): Frame => ({ function: name, file, line });
const PARK = f('runtime.gopark', '/usr/local/go/src/runtime/proc.go', 424);
const SELECT = [PARK, f('runtime.selectgo', '/usr/local/go/src/runtime/select.go', 335)];
const GRPC = '/go/pkg/mod/google.golang.org/grpc@v1.64.0/internal/transport';
const MIDDLEWARE = Array.from({ length: 11 }, (_, i) =>
  f(`example.com/shop/middleware.Chain.func${i + 1}`, '/src/shop/middleware/chain.go', 20 + i)
);

interface Leak {
  row: Omit<SuspectRow, 'count' | 'trend'>;
  /** Goroutines at a minute of the window. */
  count: (minute: number, noise: () => number) => number;
}

const grpc = (method: string, blockedOn: BlockedOn, perMinute: number, frames: Frame[]): SuspectMember => ({
  stackKey: `grpc-${method}`,
  count: 586,
  perMinute,
  blockedOn,
  frames,
  userFrame: frames.length - 2,
  namedBy: frames.length - 2,
});

const LOOKUP: Leak = {
  row: {
    id: 'grpc-Lookup',
    function: 'example.com/shop/catalog.(*Client).Lookup',
    blockedOn: ['select', 'I/O wait'],
    perMinute: 12.3,
    low: 11.8,
    high: 12.7,
    sinceMs: minutesBefore(72),
    sinceBefore: false,
    deploy: {
      name: 'v1.4.2',
      atMs: minutesBefore(72),
      relation: 'since',
      before: { perMinute: 0.01, low: -0.04, high: 0.05 },
    },
    confidence: 0.99998,
    evidence: [
      {
        kind: 'slope',
        label: '95 %: 11.8 to 12.7',
        text: '12.3 goroutines per minute (95 %: 11.8 to 12.7) over 72 min',
      },
      {
        kind: 'did not come down',
        label: 'did not come down with load',
        text: 'did not come down: 1,751 came and 0 went while load fell by 38 %',
      },
      { kind: 'low tide', label: 'low tide 4 to 1755', text: 'low tide rose from 4 to 1755 (least of each 6 min)' },
      { kind: 'trend', label: 'trend tau 0.98', text: 'Mann-Kendall tau 0.98, z 11.2 corrected for autocorrelation' },
      {
        kind: 'grow together',
        label: '3 stacks together',
        text: '3 stacks grow together: their increments correlate at 0.97',
      },
    ],
    members: [
      grpc('Lookup', 'select', 4.1, [
        ...SELECT,
        f('example.com/shop/catalog.(*Client).Lookup', '/src/shop/catalog/client.go', 118),
        f('runtime.goexit', '/usr/local/go/src/runtime/asm_amd64.s', 1700),
      ]),
      grpc('reader', 'I/O wait', 4.1, [
        PARK,
        f('runtime.netpollblock', '/usr/local/go/src/runtime/netpoll.go', 575),
        f('internal/poll.(*FD).Read', '/usr/local/go/src/internal/poll/fd_unix.go', 165),
        f('net.(*conn).Read', '/usr/local/go/src/net/net.go', 189),
        f('bufio.(*Reader).Read', '/usr/local/go/src/bufio/bufio.go', 241),
        f('google.golang.org/grpc/internal/transport.(*http2Client).reader', `${GRPC}/http2_client.go`, 1661),
        f('runtime.goexit', '/usr/local/go/src/runtime/asm_amd64.s', 1700),
      ]),
      grpc('loopyWriter', 'select', 4.1, [
        ...SELECT,
        f('google.golang.org/grpc/internal/transport.(*controlBuffer).get', `${GRPC}/controlbuf.go`, 408),
        f('google.golang.org/grpc/internal/transport.(*loopyWriter).run', `${GRPC}/controlbuf.go`, 540),
        f('runtime.goexit', '/usr/local/go/src/runtime/asm_amd64.s', 1700),
      ]),
    ],
  },
  count: (m) => Math.max(4, (m - 48) * 24.3),
};

const single = (
  id: string,
  function_: string,
  blockedOn: BlockedOn,
  frames: Frame[],
  more: Pick<SuspectRow, 'perMinute' | 'low' | 'high' | 'sinceMs' | 'sinceBefore' | 'confidence' | 'evidence'> &
    Pick<Partial<SuspectRow>, 'deploy'>
): Leak['row'] => {
  const named = frames.findIndex((frame) => frame.function === function_);
  const member = { stackKey: id, count: 0, perMinute: more.perMinute, blockedOn, frames };
  return {
    id,
    function: function_,
    blockedOn: [blockedOn],
    members: [{ ...member, userFrame: named, namedBy: named }],
    ...more,
  };
};

const PULSAR: Leak = {
  row: single(
    'pulsar',
    'github.com/apache/pulsar-client-go/pulsar.(*producer).send',
    'chan send',
    [
      PARK,
      f('runtime.chansend', '/usr/local/go/src/runtime/chan.go', 283),
      f('github.com/apache/pulsar-client-go/pulsar.(*producer).send', '/go/pulsar/producer.go', 233),
      f('example.com/shop/orders.(*Publisher).Publish', '/src/shop/orders/publish.go', 57),
      ...MIDDLEWARE,
    ],
    {
      perMinute: 0.92,
      low: 0.7,
      high: 1.1,
      sinceMs: minutesBefore(120),
      sinceBefore: true,
      deploy: {
        name: 'v1.4.2',
        atMs: minutesBefore(72),
        relation: 'also before',
        before: { perMinute: 0.94, low: 0.6, high: 1.3 },
      },
      confidence: 0.9971,
      evidence: [
        { kind: 'did not come down', label: 'did not come down', text: 'did not come down: 113 came and 2 went' },
        { kind: 'low tide', label: 'low tide 137 to 246', text: 'low tide rose from 137 to 246 (least of each 6 min)' },
      ],
    }
  ),
  count: (m, noise) => 137 + m * 0.91 + 2 * noise(),
};

const SERVE: Leak = {
  row: single(
    'serve',
    'net/http.(*conn).serve',
    'I/O wait',
    [
      PARK,
      f('internal/poll.(*FD).Read', '/usr/local/go/src/internal/poll/fd_unix.go', 165),
      f('net/http.(*connReader).Read', '/usr/local/go/src/net/http/server.go', 798),
      f('net/http.(*conn).serve', '/usr/local/go/src/net/http/server.go', 2039),
    ],
    {
      perMinute: 1.1,
      low: 0.2,
      high: 1.9,
      sinceMs: minutesBefore(45),
      sinceBefore: false,
      confidence: 0.962,
      evidence: [
        { kind: 'did not come down', label: 'did not come down', text: 'did not come down: 61 came and 12 went' },
        {
          kind: 'grows per load',
          label: 'per load 3.77 to 5.96',
          text: '3.77 per unit of load became 5.96 while load went from 40 to 31',
        },
      ],
    }
  ),
  count: (m, noise) => Math.max(50, 50 + (m - 75) * 1.1) + 3 * noise(),
};

/** A goroutine whose frames never reach code of the user's own: only its creator says where it comes from. */
const COPY: Leak = {
  row: {
    ...single(
      'copy',
      'io.Copy',
      'I/O wait',
      [
        PARK,
        f('internal/poll.runtime_pollWait', '/usr/local/go/src/runtime/netpoll.go', 345),
        f('internal/poll.(*FD).Read', '/usr/local/go/src/internal/poll/fd_unix.go', 165),
        f('net.(*conn).Read', '/usr/local/go/src/net/net.go', 189),
        f('io.copyBuffer', '/usr/local/go/src/io/io.go', 429),
        f('io.Copy', '/usr/local/go/src/io/io.go', 388),
        f('runtime.goexit', '/usr/local/go/src/runtime/asm_amd64.s', 1700),
      ],
      {
        perMinute: 3.4,
        low: 3.1,
        high: 3.6,
        sinceMs: minutesBefore(72),
        sinceBefore: false,
        confidence: 0.9998,
        evidence: [
          { kind: 'low tide', label: 'low tide 12 to 251', text: 'low tide rose from 12 to 251 (least of each 6 min)' },
          {
            kind: 'proved',
            label: '240 proved to leak',
            text: 'the collector proved 240 of them unreachable (goroutineleak profile)',
          },
        ],
      }
    ),
  },
  count: (m) => Math.max(12, (m - 48) * 3.4),
};
COPY.row.members = COPY.row.members.map((one) => ({ ...one, userFrame: -1 }));

/** Minutes at which a range of wait ages begins. */
const STARTS = [0, 1, 5, 15, 60, 240, 1440];
const ranges = (...counts: number[]): WaitRange[] =>
  STARTS.map((from, i) => ({ from, to: STARTS[i + 1] ?? Infinity, count: counts[i] ?? 0 }));

function dumped(
  leak: Leak,
  waits: WaitRange[],
  most: number,
  { creators, labels = [] }: Pick<DumpStackRow, 'creators'> & Partial<Pick<DumpStackRow, 'labels'>>
): DumpStackRow[] {
  return leak.row.members.map(({ stackKey, frames, userFrame, namedBy, blockedOn }, i) => ({
    stackKey,
    frames,
    userFrame,
    namedBy,
    blockedOn,
    count: waits.reduce((sum, { count }) => sum + count, 0),
    minutes: { least: 0, median: 31, p90: 64, most: most - i },
    oldest: 4711 + i,
    waits,
    creators,
    labels,
  }));
}

const DUMPED = [
  ...dumped(LOOKUP, ranges(4, 17, 41, 183, 339, 2), 1032, {
    creators: [
      {
        creator: f('google.golang.org/grpc/internal/transport.NewHTTP2Client', `${GRPC}/http2_client.go`, 347),
        count: 390,
      },
      {
        creator: {
          ...f('example.com/shop/catalog.Dial', '/src/shop/catalog/dial.go', 41),
          goroutine: 37,
          now: f('example.com/shop/catalog.(*Watcher).reconnectLoop', '/src/shop/catalog/watcher.go', 77),
        },
        count: 196,
      },
    ],
    labels: [
      { key: 'upstream', value: 'pricing', count: 390 },
      { key: 'upstream', value: 'catalogue-eu-west-1.internal.example.com:443', count: 196 },
    ],
  }),
  ...dumped(COPY, ranges(3, 14, 34, 152, 37), 71, {
    creators: [
      { creator: { ...f('main.fetchPrice', '/src/shop/cmd/shop/price.go', 88), goroutine: 4102 }, count: 236 },
      { creator: f('example.com/shop/orders.(*Mirror).Start', '/src/shop/orders/mirror.go', 19), count: 4 },
    ],
  }),
];

/** A dump frame: before anybody asked, or with what was found. */
function dumpFrame(offer: Partial<DumpOffer>, stacks?: DumpStackRow[]): DataFrame {
  const found = stacks?.reduce((sum, { count }) => sum + count, 0) ?? 0;
  const custom: DumpMeta = {
    version: 1,
    kind: 'dump',
    view: 'stacks',
    restarts: [],
    probe: probe('go1.22.4'),
    takenMs: stacks ? minutesBefore(1) : null,
    answer: stacks ? { total: found, matched: found, stacks, waits: [], caveats: [] } : null,
    offer: { goroutines: 2605, stallMs: 31, bytes: 1_240_000, needsConfirmation: false, variable: 'dump', ...offer },
  };
  return { name: 'dump', meta: { custom }, length: 0, fields: [] };
}

const healthy = (minute: number, noise: () => number) => 520 + 170 * Math.sin(minute / 24) + 14 * noise();

/** Points of a sparkline. */
const TREND = 60;

const CAVEATS: CaveatText[] = [
  { kind: 'load not known', text: 'The load is not known: a wave of it longer than 60 min would look like a leak.' },
  { kind: 'gaps', text: '1 gap in the scrapes, 3 min in all: what happened then was not seen.' },
];
const MORE_CAVEATS: CaveatText[] = [
  ...CAVEATS,
  {
    kind: 'within its swing',
    text: 'Seen to come and go before this window, by at least half of what it rises now, and not called a leak: example.com/shop/orders.(*Worker).loop.',
  },
  {
    kind: 'high but flat',
    text: 'High but flat, not a leak now: 615 goroutines in example.com/shop/pool.(*Pool).wait, 0.01 per minute (95 %: -0.02 to 0.03).',
  },
  { kind: 'restarts', text: 'The program was restarted once: growth is judged within each run.' },
];
const DEPLOYS: DeployMark[] = [
  { atMs: minutesBefore(112), name: 'v1.4.1', seenBy: 'version' },
  { atMs: minutesBefore(72), name: 'v1.4.2', seenBy: 'version' },
];

interface Situation {
  leaks?: Leak[];
  caveats?: CaveatText[];
  deploys?: DeployMark[];
  minutes?: number;
  scrapes?: number;
  stacks?: number;
  gap?: boolean;
  judged?: boolean;
  restarts?: number[];
  forecasts?: string[];
  bytesEach?: number;
}

/** The two frames of one answer: goroutines by leak, and the suspects. */
function frames(situation: Situation): DataFrame[] {
  const { leaks = [], caveats = [], deploys = [], minutes = 120, scrapes = 480, stacks = 187 } = situation;
  const { gap = false, judged = true, forecasts = [], bytesEach = null, restarts = [] } = situation;
  const noise = random(23);
  const at = times(scrapes, minutes);
  const minuteOf = (time: number) => (time - minutesBefore(120)) / 60_000;
  const unseen = (minute: number) => gap && minute > 62 && minute < 65;
  const column = (count: Leak['count']) =>
    at.map((time) => (unseen(minuteOf(time)) ? null : Math.round(count(minuteOf(time), noise))));
  const columns = leaks.map(({ count }) => column(count));
  const rest = stacks - leaks.reduce((sum, { row }) => sum + row.members.length, 0);
  const series: Record<string, GoroutineSeries> = {};
  leaks.forEach(({ row }) => {
    const [leading] = row.members;
    const { stackKey, frames: stack, blockedOn, userFrame, namedBy } = leading!;
    series[row.function] = { role: 'leak', leak: row.id, stackKey, frames: stack, blockedOn, userFrame, namedBy };
  });
  series.other = { role: 'other', groups: rest };
  const common = { version: 1, restarts, probe: { ...probe('go1.22.4'), lastScrape: LAST, source: SOURCE } } as const;
  const goroutines: GoroutinesMeta = {
    ...common,
    kind: 'goroutines',
    groupBy: 'leak',
    totalNow: null,
    groups: stacks,
    series,
  };
  const suspects: SuspectsMeta = {
    ...common,
    kind: 'suspects',
    groupBy: 'leak',
    window: {
      fromMs: judged ? at[0]! : null,
      toMs: judged ? at.at(-1)! : null,
      scrapes,
      stacks: judged ? stacks : 0,
      healthy: judged ? rest : 0,
    },
    suspects: leaks.map(({ row }, i) => {
      const values = columns[i]!;
      const count = values.at(-1) ?? 0;
      const step = Math.ceil(values.length / TREND);
      const rows = at.flatMap((_, j) => (j % step === 0 ? [j] : []));
      const members = row.members.map((one) => ({ ...one, count: Math.round(count / row.members.length) }));
      return {
        ...row,
        count,
        members,
        trend: { times: rows.map((j) => at[j]!), values: rows.map((j) => values[j] ?? null) },
      };
    }),
    caveats,
    deploys,
    forecasts,
    bytesEach,
  };
  const wide = [
    ...leaks.map(({ row }, i) => ({ name: row.function, values: columns[i]! })),
    { name: 'other', values: column(healthy) },
  ];
  return [
    {
      name: 'goroutines',
      meta: { custom: goroutines },
      length: at.length,
      fields: [
        { name: 'time', type: FieldType.time, config: {}, values: at },
        ...wide.map(({ name, values }) => ({
          name,
          type: FieldType.number,
          config: { unit: 'short', displayNameFromDS: name },
          values,
        })),
      ],
    },
    { name: 'suspects', meta: { custom: suspects }, length: leaks.length, fields: [] },
  ];
}

const SOURCE = {
  template: 'https://git.example.com/shop/blob/{version}/{file}#L{line}',
  trim: '/src/shop/',
  version: 'v1.4.2',
  goVersion: 'go1.22.4',
};
const LAST = { requests: 1, bytes: 8200, durationMs: 12 };

/** As many as nobody hopes to see. */
const many = Array.from({ length: 9 }, (_, i): Leak => {
  const name = `example.com/shop/module${i}.(*Service).handleRequestWithAVeryLongName${i}`;
  const perMinute = 9 / (i + 1);
  return {
    row: single(
      `many${i}`,
      name,
      i % 2 ? 'chan receive' : 'WaitGroup',
      [PARK, f(name, `/src/shop/module${i}/service.go`, 10 + i)],
      {
        perMinute,
        low: perMinute * 0.8,
        high: perMinute * 1.2,
        sinceMs: minutesBefore(100 - 8 * i),
        sinceBefore: false,
        confidence: 0.999 - 0.01 * i,
        evidence: [{ kind: 'low tide', label: `low tide ${i} to ${90 - i}`, text: `low tide rose from ${i}` }],
      }
    ),
    count: (m, noise) => Math.max(3, (m - 20 - 8 * i) * perMinute) + noise(),
  };
});

export const suspectScenes: Scene[] = [
  {
    id: 'suspects',
    title: 'orders-api: goroutines by leak',
    series: frames({
      leaks: [LOOKUP, SERVE, PULSAR],
      caveats: CAVEATS,
      deploys: DEPLOYS,
      gap: true,
      forecasts: ['At this pace 10,000 goroutines are reached in 8.8 h (8.4 to 9.2 h).'],
      bytesEach: 12_900,
    }),
    annotations: [deployFrame([{ minute: 72, text: 'v1.4.2', tags: ['deploy'] }])],
    variables: { stack: '' },
  },
  {
    id: 'suspects-unfolded',
    title: 'One leak of three stacks, unfolded and chosen',
    series: frames({ leaks: [LOOKUP], caveats: MORE_CAVEATS, deploys: DEPLOYS }),
    variables: { stack: '' },
    click: ['button[aria-expanded="false"][aria-label^="Stacks"]', 'button[aria-pressed="false"]'],
  },
  {
    id: 'suspects-offer',
    title: 'Before anybody looked at the goroutines',
    series: [...frames({ leaks: [LOOKUP, COPY], deploys: DEPLOYS }), dumpFrame({})],
    variables: { stack: '', dump: '' },
    click: ['button[aria-expanded="false"][aria-label^="Stacks"]'],
  },
  {
    id: 'suspects-refused',
    title: 'Too many to read unasked',
    series: [
      ...frames({ leaks: [LOOKUP], deploys: DEPLOYS }),
      dumpFrame({ goroutines: 24_497, stallMs: 900, bytes: 12_100_000, needsConfirmation: true }),
    ],
    variables: { stack: '', dump: '' },
    click: [
      'button[aria-expanded="false"][aria-label^="Stacks"]',
      '[data-testid="tidemark-who-waits"] button:has-text("Look at")',
    ],
  },
  {
    id: 'suspects-dump',
    title: 'Who waits in three stacks, and who created what never reaches own code',
    series: [...frames({ leaks: [LOOKUP, COPY], deploys: DEPLOYS }), dumpFrame({}, DUMPED)],
    variables: { stack: '', dump: '' },
    click: [
      'button[aria-expanded="false"][aria-label^="Stacks"]',
      'button[aria-label="Stacks and evidence of io.Copy"]',
    ],
  },
  {
    id: 'suspects-many',
    title: 'Nine leaks, and a restart with each deploy',
    series: frames({
      leaks: many,
      caveats: MORE_CAVEATS,
      deploys: DEPLOYS,
      restarts: [minutesBefore(112), minutesBefore(71.75)],
    }),
  },
  {
    id: 'suspects-none',
    title: 'Nothing leaks',
    series: frames({ caveats: MORE_CAVEATS, deploys: DEPLOYS, minutes: 42, scrapes: 168 }),
    minutes: 42,
  },
  {
    id: 'suspects-early',
    title: 'Not judged yet',
    series: frames({
      judged: false,
      caveats: [
        { kind: 'too few scrapes', text: 'Too few scrapes to judge: 7 usable, 20 are needed.' },
        { kind: 'restarts', text: 'The program was restarted once: growth is judged within each run.' },
      ],
      minutes: 1.75,
      scrapes: 8,
    }),
    minutes: 5,
  },
  {
    id: 'suspects-only',
    title: 'Without a picture',
    series: frames({ leaks: [LOOKUP, SERVE], caveats: CAVEATS, deploys: DEPLOYS }).slice(1),
  },
];
