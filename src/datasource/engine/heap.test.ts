import { readFileSync } from 'node:fs';
import type { HeapOptions } from '../../core/history/answers';
import { CallTree } from '../../core/history/past/callTree';
import { TargetError } from '../client/errors';
import type { Engine } from './engine';
import { connect } from './remote';
import { bodyOf, FakeWorker, localEngine, roundAt, TARGET } from './testing';

const HEAP = '/debug/pprof/heap?debug=0';
const answer = (path: string) => ({ asked: HEAP, body: bodyOf(path) });
const OPTIONS: HeapOptions = {
  sampleType: 'inuse_space',
  values: 'sampled',
  groupBy: 'function',
  order: 'cum',
  top: 3,
};
const asked = (options: Partial<HeapOptions> = {}) => ({
  target: TARGET,
  fromMs: 0,
  toMs: 1e9,
  options: { ...OPTIONS, ...options },
});
const moment = { process: {}, failures: [] };

async function take(engine: Engine, atMs: number, path = 'heap/demo.rate524288.heap.d0') {
  const { receipt, process } = await engine.readHeap({ answer: answer(path), target: TARGET });
  return engine.appendHeap({ target: TARGET, moment: { atMs, receipt, process, failures: [] } });
}

/** What the text form of the same instant says was in use in all, in bytes. */
const INUSE = Number(
  /^heap profile: \d+: (\d+)/.exec(readFileSync('testdata/heap/demo.rate524288.heap.d1', 'utf8'))![1]
);

async function answersOf(engine: Engine) {
  await take(engine, 1000);
  await take(engine, 2000);
  const failure = { part: 'heap' as const, message: 'Asked for x. It broke.' };
  await engine.appendHeap({ target: TARGET, moment: { atMs: 3000, process: {}, failures: [failure] } });
  return Promise.all([engine.heap(asked()), engine.heap(asked({ groupBy: 'stack', values: 'scaled' }))]);
}

test('the same answers in this thread and over messages', async () => {
  const local = await answersOf(localEngine());
  const worker = new FakeWorker(localEngine());
  const remote = await answersOf(await connect(worker, () => undefined));
  worker.terminate();
  expect(remote).toEqual(structuredClone(local));

  const [byFunction, byStack] = local;
  expect(byFunction.totalNow!.sampled).toBe(INUSE);
  expect(byFunction.rateBytes).toBe(524_288);
  expect(byFunction.failures).toEqual([{ message: 'Asked for x. It broke.', times: 1, lastMs: 3000 }]);
  expect(byFunction.series.map(({ values }) => values[1] === values[0] && Number.isNaN(values[2]))).toEqual([
    true,
    true,
    true,
  ]);
  // Every line is a whole: by stack they and other add up to the total.
  expect(byStack.series.reduce((sum, { values }) => sum + values[0]!, 0)).toBe(byStack.totalNow!.scaled);
  expect(byStack.series.map(({ role }) => role)).toEqual(['stack', 'stack', 'stack', 'other']);
});

test('what is known of the process comes from the scrapes, the build from the profile', async () => {
  const engine = localEngine();
  await engine.append({ target: TARGET, round: roundAt(900, { process: { goVersion: 'go1.26.8' } }) });
  await take(engine, 1000);
  const { process } = await engine.heap(asked());
  expect(process).toEqual({ goVersion: 'go1.26.8', buildId: expect.stringMatching(/.{20,}/) });
});

test('a clock that is set back does not end the history', async () => {
  const engine = localEngine();
  expect(await take(engine, 5000)).toEqual({ atMs: 5000, scrapes: 1, isKept: false });
  expect(await take(engine, 1000)).toEqual({ atMs: 5001, scrapes: 2, isKept: false });
});

test('a receipt that it never gave is told as lost; a profile of before does not turn up', async () => {
  const engine = localEngine();
  await engine.readHeap({ answer: answer('captures/vm.heap.d0'), target: TARGET });
  await engine.appendHeap({ target: TARGET, moment: { ...moment, atMs: 1000, receipt: 77 } });
  const { failures, totalNow } = await engine.heap(asked());
  expect(failures).toEqual([{ message: expect.stringMatching(/lost with Tidemark’s worker/), times: 1, lastMs: 1000 }]);
  expect(totalNow).toBeNull();
});

test('aborted: no profile is kept, nothing is appended', async () => {
  const engine = localEngine();
  const abort = new AbortController();
  const read = engine.readHeap({ answer: answer('captures/prom.heap.d0'), target: TARGET }, abort.signal);
  abort.abort(new Error('left'));
  await expect(read).rejects.toThrow('left');
  await expect(engine.appendHeap({ target: TARGET, moment: { ...moment, atMs: 1 } }, abort.signal)).rejects.toThrow(
    'left'
  );
  expect((await engine.heap(asked())).times).toHaveLength(0);
});

test('what was forgotten is gone', async () => {
  const engine = localEngine();
  await take(engine, 1000);
  await engine.forget({ target: TARGET });
  expect((await engine.heap(asked())).series).toEqual([]);
});

test('another profile is refused in words', async () => {
  const read = localEngine().readHeap({ answer: answer('captures/prom.goroutine.d0') });
  await expect(read).rejects.toBeInstanceOf(TargetError);
  await expect(read).rejects.toThrow(/expected a heap profile with inuse_space, found the sample types: goroutine/);
});

test('what another recorded of the heap is held by name and stamp, and joined where that is asked for', async () => {
  const worker = new FakeWorker(localEngine());
  const engine = await connect(worker, () => undefined);
  await take(engine, 1_000_000);
  const calls = new CallTree();
  const node = calls.callee(calls.callee(0, 'main.main'), 'main.load');
  const columns = {
    origin: 'Pyroscope',
    stepMs: 60_000,
    sampleType: 'inuse_space',
    times: Float64Array.of(60_000, 120_000),
    profiles: {
      calls: calls.data,
      rows: [7, 9].map((value) => ({ nodes: Uint32Array.of(node), counts: Float64Array.of(value) })),
    },
  } as const;
  const key = { id: 'past', stamp: 3 };
  expect(await engine.hasPast({ target: TARGET, key })).toBe(false);
  await engine.holdPast({ target: TARGET, key, columns });
  expect(await engine.hasPast({ target: TARGET, key })).toBe(true);
  expect(await engine.hasPast({ target: TARGET, key: { id: 'past', stamp: 4 } })).toBe(false);
  const past = { id: 'past', gapMs: 1 };
  const scaled = { values: 'scaled', order: 'flat', focus: /^main\.load$/ } as const;
  const joined = await engine.heap({ ...asked(scaled), past });
  expect([...joined.times]).toEqual([60_000, 120_000, 1_000_000]);
  expect(joined.series.map(({ name, values }) => [name, ...values])).toEqual([['main.load', 7, 9, 0]]);
  expect(joined.origins).toEqual([
    { row: 0, origin: { from: 'Pyroscope', stepMs: 60_000 } },
    { row: 2, origin: { from: 'sampled' } },
  ]);
  expect((await engine.heap({ ...asked(), past })).times).toHaveLength(1);
  expect((await engine.heap(asked(scaled))).times).toHaveLength(1);
  // Of goroutines it knows nothing.
  const goroutines = await engine.goroutines({ ...asked(), past, options: { groupBy: 'total', top: 1 } });
  expect(goroutines.times).toHaveLength(0);
  worker.terminate();
});
