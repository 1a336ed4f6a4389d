import { dateTime, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import { DOWN, PATHS } from '../testing/fakeBackend';
import { TARGET } from '../testing/programs';
import { advance, Running, until, useFakeClock } from '../testing/running';
import type { HeapQuery, TidemarkQuery } from '../types';
import { checkHeap } from './check';
import { pastWantedBy } from './frames';
import { interpolate } from './interpolate';
import { answer } from './stream';

const HEAP: HeapQuery = { refId: 'H', queryType: 'heap' };
const TOTAL: TidemarkQuery = { refId: 'A', queryType: 'goroutines', groupBy: 'total' };
const { goroutine, heapProfile } = PATHS;

describe('checks', () => {
  test('what is left out: in use by function, cumulative, scaled, the top 10', () => {
    expect(checkHeap(HEAP)).toEqual({
      sampleType: 'inuse_space',
      groupBy: 'function',
      order: 'cum',
      values: 'scaled',
      top: 10,
      focus: undefined,
      ignore: undefined,
    });
    expect(checkHeap({ ...HEAP, top: '3', focus: 'a|b' })).toMatchObject({ top: 3, focus: /a|b/ });
  });

  test.each([
    [{ sampleType: 'inuse' as 'inuse_space' }, /“Sample type” is “inuse”.*inuse_space, inuse_objects, alloc_space/],
    [{ groupBy: 'total' as 'stack' }, /“total”.*function, stack/],
    [{ order: 'cumulative' as 'cum' }, /“cumulative”.*flat, cum/],
    [{ values: 'raw' as 'sampled' }, /“raw”.*scaled, sampled/],
    [{ top: 0 }, /“Top” is “0”/],
    [{ focus: '(' }, /“Focus” is not a regular expression/],
  ])('refuses %j in words', (change, expected) => {
    expect(() => checkHeap({ ...HEAP, ...change })).toThrow(expected);
  });
});

test.each<[Partial<HeapQuery>, string]>([
  [{}, 'inuse_space'],
  [{ sampleType: 'inuse_objects', values: 'scaled' }, 'inuse_objects'],
  // Of allocations scrapers store the difference, and of no type what was sampled.
  [{ sampleType: 'alloc_space' }, 'nothing'],
  [{ sampleType: 'alloc_objects' }, 'nothing'],
  [{ values: 'sampled' }, 'nothing'],
])('the past of %j: %s', (change, wanted) => {
  expect(pastWantedBy({ ...HEAP, ...change })).toBe(wanted);
});

test('every field takes template variables', () => {
  setTemplateSrv({ replace: (text = '') => text.replace('$', '') } as unknown as TemplateSrv);
  const query = {
    ...HEAP,
    sampleType: '$alloc_space',
    groupBy: '$stack',
    order: '$flat',
    values: '$sampled',
    top: '$7',
    focus: '$f',
    ignore: '$i',
  } as unknown as HeapQuery;
  expect(interpolate(query)).toEqual({
    ...HEAP,
    sampleType: 'alloc_space',
    groupBy: 'stack',
    order: 'flat',
    values: 'sampled',
    top: '7',
    focus: 'f',
    ignore: 'i',
  });
});

describe('a panel', () => {
  let running: Running;
  beforeEach(() => {
    useFakeClock();
    setTemplateSrv({ replace: (text = '') => text } as unknown as TemplateSrv);
    running = new Running();
  });
  afterEach(() => jest.useRealTimers());

  function panel(...targets: TidemarkQuery[]) {
    const range = { from: dateTime(0), to: dateTime(Date.now()), raw: { from: 'now-5m', to: 'now' } };
    const packets: DataQueryResponse[] = [];
    const request = { targets, range, scopedVars: {}, timezone: 'utc' } as unknown as DataQueryRequest<TidemarkQuery>;
    answer(request, running.sampler).subscribe((packet) => packets.push(packet));
    return { packets, count: (count: number) => until(() => packets.length >= count) };
  }

  test('with heap queries alone asks for nothing else, and gets a packet a profile', async () => {
    const { packets, count } = panel(HEAP);
    await advance(0);
    await count(1);
    await advance(TARGET.heapIntervalMs);
    await count(2);
    expect(running.backend.asked).toEqual([heapProfile, heapProfile]);
    const [frame] = packets[1]!.data;
    expect(frame.fields[0].values).toEqual([Date.now() - TARGET.heapIntervalMs, Date.now()]);
    expect(frame.fields[1].values[0]).toBeGreaterThan(0);
    expect(frame.meta.custom).toMatchObject({ kind: 'heap', heapIntervalMs: 60_000, rateBytes: 524_288 });
    expect(frame.meta.custom.probe.lastScrape.requests).toBe(1);
  });

  test('with queries of both clocks is told when either has news', async () => {
    const { packets, count } = panel(HEAP, TOTAL);
    await advance(0);
    await until(() => running.sampler.latestHeap !== undefined && running.sampler.latest !== undefined);
    await advance(TARGET.intervalMs);
    await count(3);
    expect(running.backend.count(goroutine)).toBe(2);
    expect(running.backend.count(heapProfile)).toBe(1);
    const rows = packets.at(-1)!.data.map(({ refId, length }) => [refId, length]);
    expect(rows).toEqual([
      ['H', 1],
      ['A', 2],
    ]);
  });

  test('without heap queries never asks for the heap', async () => {
    const { count } = panel(TOTAL);
    await advance(0);
    await count(1);
    await advance(TARGET.heapIntervalMs);
    expect(running.backend.count(heapProfile)).toBe(0);
  });

  test('of a target that never gave a profile is an error', async () => {
    running.backend.reply(heapProfile, DOWN);
    const { packets, count } = panel(HEAP);
    await advance(0);
    await count(1);
    expect(packets[0]!.errors).toEqual([
      { refId: 'H', message: expect.stringMatching(/Asked for \/debug\/pprof\/heap\?debug=0\. .*502/) },
    ]);
  });
});
