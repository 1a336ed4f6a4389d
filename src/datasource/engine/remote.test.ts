import { TargetError } from '../client/errors';
import { EngineError, type Engine } from './engine';
import { connect } from './remote';
import { supervise } from './supervise';
import { bodyOf, FakeWorker, localEngine, TARGET } from './testing';

const ASKED = '/debug/pprof/goroutine?debug=0';
const profile = () => ({ answer: { asked: ASKED, body: bodyOf('captures/prom.goroutine.d0') } });

/** An engine that never answers, and what it was told. */
function silentEngine() {
  const signals: AbortSignal[] = [];
  const engine = localEngine();
  engine.readGoroutines = (_, abort) => {
    signals.push(abort!);
    return new Promise(() => undefined);
  };
  return { engine, signals };
}

const workers: FakeWorker[] = [];
function worker(engine?: Engine): FakeWorker {
  const made = new FakeWorker(engine);
  workers.push(made);
  return made;
}
afterEach(() => workers.splice(0).forEach((one) => one.terminate()));
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
const fail = () => {
  throw new Error('not expected');
};

describe('a worker that is there', () => {
  test('does the work, on a body that is handed over', async () => {
    const engine = await connect(worker(localEngine()), fail);
    expect(engine.place).toBe('worker');
    const input = profile();
    const { body } = input.answer;
    expect(await engine.readGoroutines(input)).toMatchObject({ total: 34 });
    expect(body.byteLength).toBe(0);
  });

  test('throws what the work throws, in its own class', async () => {
    const engine = await connect(worker(localEngine()), fail);
    const login = new TextEncoder().encode('<!doctype html><title>Sign in</title>').buffer;
    const read = engine.readGoroutines({ answer: { asked: ASKED, body: login } });
    await expect(read).rejects.toBeInstanceOf(TargetError);
    await expect(read).rejects.toMatchObject({
      asked: ASKED,
      status: 200,
      came: 'It answered with an HTML page (“Sign in”), not with a gzip’d profile.',
    });
  });

  test('is told of an abort; the caller is free at once, with the signal’s reason', async () => {
    const { engine: silent, signals } = silentEngine();
    const engine = await connect(worker(silent), fail);
    const abort = new AbortController();
    const read = engine.readGoroutines(profile(), abort.signal);
    await settled();
    expect(signals[0]?.aborted).toBe(false);
    abort.abort(new Error('left'));
    await expect(read).rejects.toThrow('left');
    await settled();
    expect(signals[0]?.aborted).toBe(true);
  });

  test('hears nothing of what was aborted before', async () => {
    const port = worker(localEngine());
    const engine = await connect(port, fail);
    await expect(engine.readGoroutines(profile(), AbortSignal.abort(new Error('left')))).rejects.toThrow('left');
    expect(port.sent).toEqual([]);
  });

  test('answers several calls at once, whatever their order', async () => {
    const engine = await connect(worker(localEngine()), fail);
    const [counts, forgotten] = await Promise.all([
      engine.readGoroutines(profile()),
      engine.forget({ target: TARGET }),
    ]);
    expect(counts.total).toBe(34);
    expect(forgotten).toBeUndefined();
  });
});

describe('the page’s engine', () => {
  test('falls back where the constructor throws, and does not try again', async () => {
    const start = jest.fn(() => {
      throw new DOMException('refused', 'SecurityError');
    });
    const engine = supervise(start, () => Object.assign(localEngine(), { place: 'page' }));
    expect(engine.place).toBeUndefined();
    expect(await engine.readGoroutines(profile())).toMatchObject({ total: 34 });
    await engine.readGoroutines(profile());
    expect(engine.place).toBe('page');
    expect(start).toHaveBeenCalledTimes(1);
  });

  test('falls back where an error comes before the worker is there; calls made meanwhile are answered', async () => {
    const refused = worker();
    const makeLocal = jest.fn(() => Object.assign(localEngine(), { place: 'page' as const }));
    const engine = supervise(() => refused, makeLocal);
    const reads = [engine.readGoroutines(profile()), engine.readGoroutines(profile())];
    await settled();
    refused.crash('');
    expect((await Promise.all(reads)).map(({ total }) => total)).toEqual([34, 34]);
    expect(await engine.readGoroutines(profile())).toMatchObject({ total: 34 });
    expect(engine.place).toBe('page');
    expect(refused.isTerminated).toBe(true);
    expect(makeLocal).toHaveBeenCalledTimes(1);
  });

  test('falls back where nothing comes at all', async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate', 'performance'] });
    try {
      const engine = supervise(() => worker(), localEngine);
      const read = engine.readGoroutines(profile());
      await jest.advanceTimersByTimeAsync(15_000);
      expect(await read).toMatchObject({ total: 34 });
    } finally {
      jest.useRealTimers();
    }
  });

  test('after a crash what was asked is rejected in words, and the next call has a new worker', async () => {
    const { engine: silent } = silentEngine();
    const inside: Engine[] = [silent, localEngine()];
    const engine = supervise(() => worker(inside.shift()), fail);
    const read = engine.readGoroutines(profile());
    await settled();
    workers[0]!.crash('out of memory');
    await expect(read).rejects.toBeInstanceOf(EngineError);
    await expect(read).rejects.toThrow(/worker in this browser ended: out of memory\. .*sampling goes on/);
    expect(workers[0]!.isTerminated).toBe(true);
    expect(await engine.readGoroutines(profile())).toMatchObject({ total: 34 });
    expect(workers).toHaveLength(2);
    expect(engine.place).toBe('worker');
  });
});
