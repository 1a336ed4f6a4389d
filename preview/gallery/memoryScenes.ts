import { FieldType, LoadingState, ThresholdsMode, type DataFrame } from '@grafana/data';
import { MEMORY_FIELDS, type MemoryFieldName, type MemoryMeta } from '../../src/frames/contract';
import { FINDINGS, findingsFrame } from './memoryFindings';
import { deployFrame, END, minutesBefore, probe, random, times, type Scene } from './scene';

const MIB = 1024 * 1024;

/** One moment in MiB: what the process uses, keeps, gave back, and what the kernel counts. */
interface Moment {
  live: number;
  fragmentation: number;
  idle: number;
  stacks: number;
  runtime: number;
  released: number;
  rss: number | null;
  /** Parts of the residual, where they are known. */
  file?: number;
  lazyFree?: number;
  maxRss?: number;
  /** NumGC: a count, not MiB. */
  collections?: number;
}

type Story = (minute: number, noise: () => number) => Moment | null;

function frameOf(
  story: Story,
  options: { points?: number; minutes?: number; meta?: Partial<MemoryMeta>; seed?: number } = {}
): DataFrame {
  const { points = 480, minutes = 120, meta, seed = 7 } = options;
  const noise = random(seed);
  const at = points === 0 ? [] : points === 1 ? [minutesBefore(5)] : times(points, minutes);
  const moments = at.map((time) => story((time - minutesBefore(minutes)) / 60_000, noise));
  const column = (pick: (m: Moment) => number | null | undefined, unit = MIB) =>
    moments.map((m) => {
      const value = m && pick(m);
      return value == null ? null : Math.round(value * unit);
    });
  const estimate = (m: Moment) => m.live + m.fragmentation + m.idle + m.stacks + m.runtime;
  const columns: Record<MemoryFieldName, Array<number | null>> = {
    live: column((m) => m.live),
    fragmentation: column((m) => m.fragmentation),
    idle: column((m) => m.idle),
    stacks: column((m) => m.stacks),
    runtime: column((m) => m.runtime),
    goResident: column(estimate),
    RSS: column((m) => m.rss),
    residual: column((m) => (m.rss === null ? null : m.rss - estimate(m))),
    RssFile: column((m) => m.file),
    LazyFree: column((m) => m.lazyFree),
    released: column((m) => m.released),
    MaxRSS: column((m) => m.maxRss),
    NumGC: column((m) => m.collections, 1),
  };
  const custom: MemoryMeta = {
    version: 1,
    kind: 'memory',
    view: 'bands',
    source: '/metrics',
    rssSource: '/metrics',
    madvise: { regime: 'MADV_DONTNEED', because: 'Go 1.22 gives memory back with MADV_DONTNEED.' },
    probe: probe('go1.22.4'),
    restarts: [],
    ...meta,
  };
  const told = MEMORY_FIELDS.filter(({ name }) => points === 0 || columns[name].some((value) => value !== null));
  const unitOf = (role: string) => (role === 'collections' ? 'short' : 'bytes');
  return {
    name: 'memory',
    meta: { custom },
    length: at.length,
    fields: [
      { name: 'time', type: FieldType.time, config: {}, values: at },
      ...told.map(({ name, title, role }) => ({
        name,
        type: FieldType.number,
        config: { unit: unitOf(role), displayNameFromDS: title },
        values: columns[name],
      })),
    ],
  };
}

const ramp = (x: number, from: number, to: number) => Math.min(1, Math.max(0, (x - from) / (to - from)));
const calm = (noise: () => number): Moment => ({
  live: 44 + 3 * noise(),
  fragmentation: 8 + noise(),
  idle: 8 + noise(),
  stacks: 6,
  runtime: 14,
  released: 12,
  rss: 92 + 3 * noise(),
});

/** A large allocation, dropped, and given back with MADV_FREE: the kernel leaves it in RSS. */
const burst: Story = (minute, noise) => {
  const base = calm(noise);
  const up = ramp(minute, 30, 37) * (1 - ramp(minute, 50, 55));
  const kept = ramp(minute, 49, 50) * (1 - ramp(minute, 58, 66)) * ramp(minute, 30, 37);
  const once = ramp(minute, 30, 37);
  const live = base.live + 360 * up;
  const fragmentation = base.fragmentation + 20 * up;
  const idle = Math.max(base.idle, 380 * kept * (1 - up) + base.idle);
  const estimate = live + fragmentation + idle + 20;
  const released = Math.max(10, 10 + 470 * once - estimate);
  return {
    ...base,
    live,
    fragmentation,
    idle,
    released,
    rss: Math.max(estimate + 12, 468 * once + (2 - minute / 60) * 6 * once, base.rss!),
  };
};

/** The same where the target tells RssFile and LazyFree. */
const burstSplit: Story = (minute, noise) => {
  const moment = burst(minute, noise)!;
  const estimate = moment.live + moment.fragmentation + moment.idle + moment.stacks + moment.runtime;
  const residual = moment.rss! - estimate;
  return { ...moment, file: 9.5, lazyFree: Math.max(0, residual - 14), collections: Math.floor(minute * 2.4) };
};

const idleRetained: Story = (minute, noise) => {
  const base = calm(noise);
  const after = ramp(minute, 40, 44);
  return {
    ...base,
    live: base.live + 300 * ramp(minute, 20, 25) * (1 - after),
    idle: base.idle + 300 * after * (1 - 0.1 * ramp(minute, 60, 120)),
    rss: 92 + 300 * ramp(minute, 20, 25) + 2 * noise() - 30 * after * ramp(minute, 60, 120),
  };
};

const leak: Story = (minute, noise) => {
  const saw = 40 * ((minute % 6) / 6);
  const live = 60 + 6.2 * minute + saw;
  return {
    live,
    fragmentation: 14 + noise(),
    idle: 52 - saw + noise(),
    stacks: 8 + minute / 12,
    runtime: 22 + minute / 20,
    released: 14,
    rss: live + 52 - saw + 60 + minute / 8 + 2 * noise(),
  };
};

const restart: Story = (minute, noise) => {
  const base = calm(noise);
  if (minute > 61 && minute < 68) {
    return null;
  }
  const since = minute < 61 ? minute : minute - 68;
  return { ...base, live: base.live + since * 3, idle: 20 + noise(), rss: base.rss! + 12 + since * 2.6 };
};

const noRss: Story = (minute, noise) => ({ ...calm(noise), live: 50 + 12 * Math.sin(minute / 9) + noise(), rss: null });

const onlyPeak: Story = (minute, noise) => ({ ...noRss(minute, noise)!, maxRss: minute < 70 ? 118 : 131 });

/** A saw-tooth of some minutes, each tooth a GC cycle. */
const collected: Story = (minute, noise) => {
  const tooth = (minute / 0.7) % 1;
  const base = calm(noise);
  const live = base.live + 30 * tooth;
  return { ...base, live, idle: 40 - 30 * tooth, rss: 128 + noise(), collections: Math.floor(minute / 0.7) + 200 };
};

const untouched: Story = (minute, noise) => {
  const live = 120 + 60 * Math.sin(minute / 14) + noise();
  return {
    live,
    fragmentation: 12,
    idle: 90 + 20 * Math.sin(minute / 14 + 2),
    stacks: 10,
    runtime: 20,
    released: 60 + 20 * Math.sin(minute / 14 + 4),
    rss: 190 + 70 * Math.sin(minute / 17) + noise(),
  };
};

const madvFree: Partial<MemoryMeta> = {
  madvise: { regime: 'MADV_FREE', because: 'Go 1.12 to 1.15 give memory back with MADV_FREE.' },
  probe: probe('go1.14.15'),
};

const madvFreeFindings = () => findingsFrame(FINDINGS.madvFree, { bytes: 512 * MIB, from: 'settings' }, 'go1.14.15');
const leakFindings = () => findingsFrame(FINDINGS.leak, { bytes: 1024 * MIB, from: 'GOMEMLIMIT' });

/** A field config as a person sets it in the panel editor. */
const configured = (frame: DataFrame): DataFrame => ({
  ...frame,
  fields: frame.fields.map((field) => ({
    ...field,
    config: {
      ...field.config,
      unit: field.type === FieldType.number ? 'decmbytes' : undefined,
      decimals: 1,
      ...(field.name === 'live' ? { color: { mode: 'fixed', fixedColor: 'dark-green' } } : {}),
      thresholds: {
        mode: ThresholdsMode.Absolute,
        steps: [
          { value: -Infinity, color: 'transparent' },
          { value: 300, color: 'orange' },
          { value: 400, color: 'red' },
        ],
      },
    },
    values: field.type === FieldType.number ? field.values.map((v) => (v === null ? null : v / 1e6)) : field.values,
  })),
});

const deploys = () => [deployFrame([{ minute: 105, text: 'v1.4.2', tags: ['deploy'] }])];

const failing = (): DataFrame => {
  const frame = frameOf(restart);
  const text =
    '12 scrapes failed, last at 13:59:45. http://orders-api:6060/metrics did not answer within 10 s. Is the program up?';
  return { ...frame, meta: { ...frame.meta, notices: [{ severity: 'warning', text }] } };
};

export const memoryScenes: Scene[] = [
  {
    id: 'burst',
    title: 'orders-api: RSS against heap',
    series: [frameOf(burstSplit, { meta: madvFree }), madvFreeFindings()],
    annotations: deploys(),
  },
  {
    id: 'leak-verdict',
    title: 'A leak, and the limit is near',
    series: [frameOf(leak), leakFindings()],
    annotations: deploys(),
  },
  {
    id: 'unfolded',
    title: 'All findings',
    series: [frameOf(leak), leakFindings()],
    click: ['[data-testid="tidemark-findings-more"]'],
  },
  {
    id: 'share',
    title: 'Shares of RSS',
    series: [frameOf(burstSplit, { meta: madvFree })],
    options: { view: 'share' },
  },
  {
    id: 'share-below',
    title: 'Shares, RSS below the estimate',
    series: [frameOf(untouched)],
    options: { view: 'share' },
  },
  {
    id: 'waterfall',
    title: 'Waterfall',
    series: [frameOf(burstSplit, { meta: madvFree }), madvFreeFindings()],
    options: { view: 'waterfall' },
  },
  {
    id: 'waterfall-below',
    title: 'Waterfall, RSS below the estimate',
    series: [frameOf(untouched)],
    options: { view: 'waterfall', limit: '400MiB' },
  },
  {
    id: 'unjudged',
    title: 'Too early for a verdict',
    series: [frameOf(burst, { points: 5, minutes: 0.2 }), findingsFrame(FINDINGS.none)],
    minutes: 5,
  },
  {
    id: 'plain',
    title: 'No findings asked for',
    series: [frameOf(burst, { meta: madvFree })],
    options: { limit: '4GiB' },
  },
  { id: 'idle', title: 'Idle retained', series: [frameOf(idleRetained), findingsFrame(FINDINGS.idle)] },
  { id: 'gc', title: 'GC cycles', series: [frameOf(collected, { points: 120, minutes: 10 })], minutes: 10 },
  { id: 'configured', title: 'Field config', series: [configured(frameOf(burst))], options: { limit: '' } },
  {
    id: 'leak',
    title: 'A growing leak',
    series: [frameOf(leak)],
    annotations: [
      deployFrame([
        { minute: 115, text: 'v1.4.1 canary to eu-west', tags: ['deploy'] },
        { minute: 104, text: 'v1.4.2', tags: ['deploy'] },
        { minute: 101, text: 'v1.4.3', tags: ['deploy'] },
        { minute: 4, text: 'v1.5.0 rollout', tags: ['deploy'] },
      ]),
    ],
    options: { limit: '2Gi' },
  },
  {
    id: 'restart',
    title: 'A restart and a gap',
    series: [frameOf(restart, { meta: { restarts: [minutesBefore(52)] } })],
  },
  { id: 'failing', title: 'Failing scrapes', series: [failing()] },
  {
    id: 'norss',
    title: 'Without RSS',
    series: [frameOf(noRss, { meta: { source: 'heap?debug=1', rssSource: undefined } })],
  },
  {
    id: 'peak',
    title: 'Only the peak of RSS',
    series: [frameOf(onlyPeak, { meta: { source: 'heap?debug=1', rssSource: undefined } })],
  },
  { id: 'untouched', title: 'RSS below the estimate', series: [frameOf(untouched)] },
  { id: 'one', title: 'One point', series: [frameOf(burst, { points: 1, minutes: 120 })] },
  {
    id: 'five',
    title: 'First points',
    series: [frameOf(burst, { points: 5, minutes: 0.2, meta: madvFree })],
    minutes: 5,
  },
  { id: 'empty', title: 'No points yet', series: [frameOf(burst, { points: 0 })] },
  {
    id: 'wrong',
    title: 'Other data',
    series: [{ length: 1, fields: [{ name: 'time', type: FieldType.time, config: {}, values: [END] }] }],
  },
  {
    id: 'error',
    title: 'An error',
    series: [],
    state: LoadingState.Error,
    error:
      'http://orders-api:6060/metrics answered 403 Forbidden. The target refuses Grafana: allow its address, or set credentials in the data source.',
  },
  {
    id: 'big',
    title: '5,760 points',
    series: [frameOf(burstSplit, { points: 5760, minutes: 1440 / 12, meta: madvFree }), madvFreeFindings()],
  },
];
