import { FieldType, LoadingState, type DataFrame } from '@grafana/data';
import type { BlockedOn, Frame, GoroutineSeries, GoroutinesMeta } from '../../src/frames/contract';
import { deployFrame, minutesBefore, probe, random, times, type Scene } from './scene';
import { suspectScenes } from './suspectScenes';

const f = (name: string, file: string, line: number): Frame => ({ function: name, file, line });
const PARK = f('runtime.gopark', '/usr/local/go/src/runtime/proc.go', 424);

interface Kind {
  blockedOn: BlockedOn;
  frames: Frame[];
  userFrame: number;
  count: (minute: number, noise: () => number) => number;
}

const net = [
  PARK,
  f('runtime.netpollblock', '/usr/local/go/src/runtime/netpoll.go', 575),
  f('internal/poll.runtime_pollWait', '/usr/local/go/src/runtime/netpoll.go', 351),
  f('internal/poll.(*FD).Read', '/usr/local/go/src/internal/poll/fd_unix.go', 165),
  f('net.(*netFD).Read', '/usr/local/go/src/net/fd_posix.go', 55),
  f('net.(*conn).Read', '/usr/local/go/src/net/net.go', 189),
];
const deep = Array.from({ length: 11 }, (_, i) =>
  f(`example.com/shop/middleware.Chain.func${i + 1}`, '/src/shop/middleware/chain.go', 20 + i)
);

const KINDS: Kind[] = [
  {
    blockedOn: 'I/O wait',
    frames: [
      ...net,
      f(
        'google.golang.org/grpc/internal/transport.(*http2Client).reader',
        '/go/pkg/mod/google.golang.org/grpc@v1.64.0/internal/transport/http2_client.go',
        1661
      ),
      f('example.com/shop/catalog.(*Client).Lookup', '/src/shop/catalog/client.go', 118),
      ...deep,
      f('runtime.goexit', '/usr/local/go/src/runtime/asm_amd64.s', 1700),
    ],
    userFrame: 7,
    count: (m) => Math.max(4, (m - 48) * 9),
  },
  {
    blockedOn: 'select',
    frames: [
      PARK,
      f('runtime.selectgo', '/usr/local/go/src/runtime/select.go', 335),
      f('example.com/shop/catalog.(*Client).watch', '/src/shop/catalog/watch.go', 41),
      f('runtime.goexit', '', 0),
    ],
    userFrame: 2,
    count: (m) => Math.max(3, (m - 48) * 8.6),
  },
  {
    blockedOn: 'select',
    frames: [
      PARK,
      f('runtime.selectgo', '', 0),
      f('google.golang.org/grpc/internal/transport.(*controlBuffer).get', '/go/controlbuf.go', 408),
      f('google.golang.org/grpc/internal/transport.(*loopyWriter).run', '/go/controlbuf.go', 540),
      f('runtime.goexit', '', 0),
    ],
    userFrame: 2,
    count: (m) => Math.max(3, (m - 48) * 8.2),
  },
  {
    blockedOn: 'chan send',
    frames: [
      PARK,
      f('runtime.chansend', '', 0),
      f('github.com/apache/pulsar-client-go/pulsar.(*producer).send', '/go/pulsar/producer.go', 233),
    ],
    userFrame: 2,
    count: (m, n) => 60 + m * 1.4 + 3 * n(),
  },
  {
    blockedOn: 'I/O wait',
    frames: [
      ...net,
      f('net/http.(*connReader).Read', '/usr/local/go/src/net/http/server.go', 798),
      f('net/http.(*conn).serve', '/usr/local/go/src/net/http/server.go', 2039),
    ],
    userFrame: -1,
    count: (m, n) => 120 + 60 * Math.sin(m / 18) + 8 * n(),
  },
  {
    blockedOn: 'mutex',
    frames: [
      PARK,
      f('sync.(*Mutex).lockSlow', '', 0),
      f(
        'example.com/shop/internal/cache.(*LRU[go.shape.string,example.com/shop/catalog.Item]).Get',
        '/src/shop/internal/cache/lru.go',
        77
      ),
    ],
    userFrame: 2,
    count: (m, n) => 40 + 24 * Math.sin(m / 11) + 6 * n(),
  },
  {
    blockedOn: 'chan receive',
    frames: [
      PARK,
      f('runtime.chanrecv', '', 0),
      f('example.com/shop/orders.(*Worker).loop', '/src/shop/orders/worker.go', 63),
    ],
    userFrame: 2,
    count: () => 64,
  },
  {
    blockedOn: 'sleep',
    frames: [PARK, f('time.Sleep', '', 0), f('example.com/shop/metrics.flush', '/src/shop/metrics/flush.go', 19)],
    userFrame: 2,
    count: () => 8,
  },
];

function stackFrame(
  options: {
    points?: number;
    minutes?: number;
    more?: number;
    kinds?: Kind[];
    gap?: boolean;
    restarts?: number[];
    groupBy?: GoroutinesMeta['groupBy'];
  } = {}
): DataFrame {
  const {
    points = 480,
    minutes = 120,
    more = 179,
    kinds = KINDS,
    gap = false,
    restarts = [],
    groupBy = 'stack',
  } = options;
  const noise = random(11);
  const at = points === 0 ? [] : points === 1 ? [minutesBefore(5)] : times(points, minutes);
  const columns = kinds.map((kind) =>
    at.map((time) => {
      const minute = 120 - (120 - (time - minutesBefore(120)) / 60_000);
      if (gap && minute > 61 && minute < 68) {
        return null;
      }
      const since = gap && minute >= 68 ? minute - 20 : minute;
      return Math.round(kind.count(since, noise));
    })
  );
  const other = at.map((time, row) =>
    columns[0]?.[row] === null
      ? null
      : Math.round(520 + 170 * Math.sin((time - minutesBefore(120)) / 60_000 / 24) + 14 * noise())
  );
  const order = kinds.map((_, i) => i).sort((a, b) => (columns[b]!.at(-1) ?? 0) - (columns[a]!.at(-1) ?? 0));
  const series: Record<string, GoroutineSeries> = {};
  const fields: DataFrame['fields'] = [{ name: 'time', type: FieldType.time, config: {}, values: at }];
  const add = (name: string, one: GoroutineSeries, values: Array<number | null>) => {
    series[name] = one;
    fields.push({ name, type: FieldType.number, config: { unit: 'short', displayNameFromDS: name }, values });
  };
  if (groupBy === 'total') {
    add(
      'total',
      { role: 'total' },
      other.map((value, row) =>
        value === null ? null : columns.reduce((sum, column) => sum + (column[row] ?? 0), value)
      )
    );
  } else {
    for (const i of order) {
      const { blockedOn, frames, userFrame } = kinds[i]!;
      const namedBy = userFrame >= 0 ? userFrame : frames.length - 1;
      const name = frames[namedBy]!.function;
      add(
        name,
        groupBy === 'function'
          ? { role: 'function' }
          : { role: 'stack', stackKey: `k${i}`, blockedOn, frames, userFrame, namedBy },
        columns[i]!
      );
    }
    if (more > 0) {
      add('other', { role: 'other', groups: more }, other);
    }
  }
  const custom: GoroutinesMeta = {
    version: 1,
    kind: 'goroutines',
    groupBy,
    totalNow: null,
    groups: kinds.length + more,
    series,
    restarts,
    probe: { ...probe('go1.22.4'), intervalMs: 2000, lastScrape: { requests: 1, bytes: 8200, durationMs: 12 } },
  };
  return { name: 'goroutines', meta: { custom }, length: at.length, fields };
}

const many: Kind[] = Array.from({ length: 20 }, (_, i) => ({
  blockedOn: KINDS[i % KINDS.length]!.blockedOn,
  frames: [
    PARK,
    f(
      `example.com/shop/module${i}.(*Service).handleRequestWithAVeryLongName${i}`,
      `/src/shop/module${i}/service.go`,
      10 + i
    ),
  ],
  userFrame: 1,
  count: (m: number, n: () => number) => 400 / (i + 2) + 10 * Math.sin(m / (5 + i)) + 2 * n(),
}));

const deploys = [
  deployFrame([
    { minute: 112, text: 'v1.4.1', tags: ['deploy'] },
    { minute: 72, text: 'v1.4.2', tags: ['deploy'] },
  ]),
];

export const goroutineScenes: Scene[] = [
  { id: 'leak', title: 'orders-api: goroutines by stack', series: [stackFrame()], annotations: deploys },
  { id: 'lines', title: 'Lines', series: [stackFrame()], annotations: deploys, options: { style: 'lines' } },
  { id: 'restart', title: 'A restart and a gap', series: [stackFrame({ gap: true, restarts: [minutesBefore(52)] })] },
  { id: 'many', title: '20 of 187 stacks', series: [stackFrame({ kinds: many, more: 167 })] },
  { id: 'function', title: 'By function', series: [stackFrame({ groupBy: 'function' })] },
  { id: 'total', title: 'Total', series: [stackFrame({ groupBy: 'total' })], annotations: deploys },
  { id: 'one', title: 'One point', series: [stackFrame({ points: 1 })] },
  { id: 'empty', title: 'No points yet', series: [stackFrame({ points: 0 })] },
  { id: 'wrong', title: 'Other data', series: [{ length: 0, fields: [], meta: { custom: { kind: 'memory' } } }] },
  {
    id: 'error',
    title: 'An error',
    series: [],
    state: LoadingState.Error,
    error:
      'http://orders-api:6060/debug/pprof/goroutine answered with an HTML page. Is this the address of the program’s pprof endpoints, or that of a login page before it?',
  },
  { id: 'big', title: '5,760 points', series: [stackFrame({ points: 5760, kinds: many.slice(0, 10) })] },
  { id: 'loading', title: 'Loading', series: [], state: LoadingState.Loading },
  ...suspectScenes,
];
