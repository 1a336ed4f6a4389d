import { readFileSync } from 'node:fs';
import type { MemorySource } from '../../core/memstats/fields';
import { TargetError } from '../client/errors';
import type { Engine } from './engine';
import { connect } from './remote';
import { bodyOf, FakeWorker, localEngine, roundAt, TARGET } from './testing';

const GOROUTINE = '/debug/pprof/goroutine?debug=0';
const answer = (path: string, asked = GOROUTINE) => ({ asked, body: bodyOf(path) });

/** A round as the sampler makes it: read, then append. */
async function round(engine: Engine, atMs: number, program: string) {
  const { receipt, process } = await engine.readGoroutines({
    answer: answer(`captures/${program}.goroutine.d0`),
    target: TARGET,
  });
  const source: MemorySource = '/metrics';
  const { memory } = await engine.readMemory({ answer: answer(`captures/${program}.metrics`, source), source });
  return engine.append({ target: TARGET, round: roundAt(atMs, { receipt, process, memory }) });
}

const asked = <Options>(options: Options) => ({ target: TARGET, fromMs: 0, toMs: 1e9, options });

async function answersOf(engine: Engine) {
  await round(engine, 1000, 'prom');
  await round(engine, 2000, 'prom');
  await round(engine, 3000, 'vm');
  await engine.append({
    target: TARGET,
    round: roundAt(4000, { failures: [{ part: 'goroutines', message: 'Asked for x. It broke.' }] }),
  });
  return Promise.all([
    engine.goroutines(asked({ groupBy: 'stack', top: 3 })),
    engine.goroutines(asked({ groupBy: 'function', top: 3, focus: /http/, ignore: /tls/ })),
    engine.goroutines(asked({ groupBy: 'total', top: 1 })),
    engine.memory(asked({ columns: ['live', 'RSS', 'LazyFree'] })),
  ]);
}

test('the same answers in this thread and over messages', async () => {
  const local = await answersOf(localEngine());
  const worker = new FakeWorker(localEngine());
  const remote = await answersOf(await connect(worker, () => undefined));
  worker.terminate();
  // Cloned, because jest’s arrays are of another realm than Node’s messages.
  expect(remote).toEqual(structuredClone(local));

  const [byStack, byFunction, total, memory] = local;
  expect(byStack).toMatchObject({ restarts: [2], failures: [{ message: 'Asked for x. It broke.', times: 1 }] });
  expect(byStack.series.map(({ role }) => role)).toEqual(['stack', 'stack', 'stack', 'other']);
  expect(byFunction.series.length).toBeGreaterThan(1);
  expect([...total.series[0]!.counts]).toEqual([34, 34, expect.any(Number), NaN]);
  expect(memory.columns.map(({ name }) => name)).toEqual(['live', 'RSS']);
  // Only the stacks that are shown have come over.
  expect(byStack.groups).toBeGreaterThan(3);
  expect(JSON.stringify(byStack).match(/"blockedOn"/g)).toHaveLength(3);
});

test('answers are the caller’s own: what becomes of them changes no later one', async () => {
  const engine = localEngine();
  await round(engine, 1000, 'prom');
  const first = await engine.goroutines(asked({ groupBy: 'total', top: 1 }));
  structuredClone(first, { transfer: [first.times.buffer, first.series[0]!.counts.buffer] as ArrayBuffer[] });
  const second = await engine.goroutines(asked({ groupBy: 'total', top: 1 }));
  expect([...second.times]).toEqual([1000]);
  expect([...second.series[0]!.counts]).toEqual([34]);
});

test('a clock that is set back does not end the history', async () => {
  const engine = localEngine();
  expect(await round(engine, 5000, 'prom')).toEqual({ atMs: 5000, scrapes: 1, isKept: false });
  expect(await round(engine, 1000, 'prom')).toEqual({ atMs: 5001, scrapes: 2, isKept: false });
});

test('a receipt that it never gave is told as lost: another engine had those counts', async () => {
  const engine = localEngine();
  await engine.append({ target: TARGET, round: roundAt(1000, { receipt: 7 }) });
  expect((await engine.goroutines(asked({ groupBy: 'total', top: 1 }))).failures).toEqual([
    { message: expect.stringMatching(/lost with Tidemark’s worker/), times: 1, lastMs: 1000 },
  ]);
});

test('counts of a round that was aborted do not turn up in the next', async () => {
  const engine = localEngine();
  await engine.readGoroutines({ answer: answer('captures/vm.goroutine.d0'), target: TARGET });
  await engine.append({ target: TARGET, round: roundAt(1000) });
  expect((await engine.goroutines(asked({ groupBy: 'total', top: 1 }))).totalNow).toBe(NaN);
});

test('aborted: no counts are kept, nothing is appended', async () => {
  const engine = localEngine();
  const abort = new AbortController();
  const read = engine.readGoroutines({ answer: answer('captures/prom.goroutine.d0'), target: TARGET }, abort.signal);
  abort.abort(new Error('left'));
  await expect(read).rejects.toThrow('left');
  await expect(engine.append({ target: TARGET, round: roundAt(1) }, abort.signal)).rejects.toThrow('left');
  expect((await engine.memory(asked({ columns: [] }))).times).toHaveLength(0);
});

test('what was forgotten is gone', async () => {
  const engine = localEngine();
  await round(engine, 1000, 'prom');
  await engine.forget({ target: TARGET });
  expect((await engine.goroutines(asked({ groupBy: 'stack', top: 3 }))).series).toEqual([]);
});

describe('bodies', () => {
  const bytes = (text: string) => Uint8Array.from(new TextEncoder().encode(text)).buffer;

  test('of a heap profile’s text only the end is read, however long it is', async () => {
    const text = readFileSync('testdata/captures/prom.heap.d1', 'utf8');
    const [profile, trailer] = text.split(/(?=^# runtime\.MemStats$)/m) as [string, string];
    const long = bytes(profile + '1: 2 [3: 4] @ 0x5\n'.repeat(100_000) + trailer);
    const source: MemorySource = 'heap?debug=1';
    const { memory } = await localEngine().readMemory({ answer: { asked: '/x', body: long }, source });
    expect(memory.values.HeapAlloc).toBe(Number(/# HeapAlloc = (\d+)/.exec(text)![1]));
  });

  test('of one that was cut are an error that says what came', async () => {
    const cut = bytes('heap profile: 1: 2 [3: 4] @ heap/1\n'.repeat(10_000));
    const read = localEngine().readMemory({ answer: { asked: '/x', body: cut }, source: 'heap?debug=1' });
    await expect(read).rejects.toBeInstanceOf(TargetError);
    await expect(read).rejects.toThrow(/answered with "heap profile: 1: 2.*not with the "# runtime.MemStats" part/);
  });
});
