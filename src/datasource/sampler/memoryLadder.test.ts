import { Round } from '../client/client';
import { TargetError } from '../client/errors';
import { captureText, expvarWithoutProcess, metricOf, metricsWithoutRss, numberIn } from '../testing/captures';
import { DOWN, FakeBackend, file, NOT_FOUND, PATHS, text } from '../testing/fakeBackend';
import { prometheus, TARGET } from '../testing/programs';
import { realEngine } from '../testing/running';
import { MemoryLadder } from './memoryLadder';

const { metrics, expvar, heap } = PATHS;
const EXPVAR = 'vars/expvar.json';

/** A program that serves all three rungs. Which of them is asked is what the tests tell. */
function everything(): FakeBackend {
  const backend = prometheus();
  backend.reply(expvar, file(EXPVAR));
  return backend;
}

const read = (ladder: MemoryLadder) => ladder.read(new Round(TARGET, realEngine()));

async function failure(ladder: MemoryLadder): Promise<TargetError> {
  const error: unknown = await read(ladder).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TargetError);
  return error as TargetError;
}

describe('the choice', () => {
  test('/metrics with RSS is best; the heap profile is not asked for, nor anything else from then on', async () => {
    const backend = everything();
    const ladder = new MemoryLadder('auto');
    expect(ladder.source).toBeUndefined();
    const { memory } = await read(ladder);
    expect(memory.source).toBe('/metrics');
    expect(memory.values.RSS).toBe(metricOf('prom', 'process_resident_memory_bytes'));
    expect(memory.values.HeapAlloc).toBe(metricOf('prom', 'go_memstats_heap_alloc_bytes'));
    expect(ladder.source).toBe('/metrics');
    expect(backend.news()).toEqual([metrics, expvar]);

    await read(ladder);
    expect(backend.news()).toEqual([metrics]);
  });

  test('the version is that of the metric in the settings, at each read, and of no other rung', async () => {
    everything();
    const target = { ...TARGET, versionMetric: { metric: 'prometheus_build_info', label: 'branch' } };
    const ladder = new MemoryLadder('auto');
    for (let round = 0; round < 2; round++) {
      const { process } = await ladder.read(new Round(target, realEngine()));
      expect(process.version).toBe('debian/sid');
    }
  });

  test('expvar with RSS beats /metrics without', async () => {
    const backend = everything();
    backend.reply(metrics, text(metricsWithoutRss('prom')));
    const ladder = new MemoryLadder('auto');
    const { memory } = await read(ladder);
    expect(memory.source).toBe('/debug/vars');
    expect(memory.values.RSS).toBe(numberIn(EXPVAR, /"rssBytes":(\d+)/));
    expect(backend.news()).toEqual([metrics, expvar]);
  });

  test('where neither tells the RSS the higher rung wins', async () => {
    const backend = everything();
    backend.reply(metrics, text(metricsWithoutRss('prom')));
    backend.reply(expvar, text(expvarWithoutProcess()));
    const { memory } = await read(new MemoryLadder('auto'));
    expect(memory.source).toBe('/metrics');
    expect(memory.values.RSS).toBeUndefined();
    expect(backend.news()).toEqual([metrics, expvar]);
  });

  test('the heap profile’s trailer is asked for only when nothing above it gave MemStats', async () => {
    const backend = everything();
    backend.reply(metrics, text('# TYPE up gauge\nup 1\n'));
    backend.reply(expvar, NOT_FOUND);
    const { memory } = await read(new MemoryLadder('auto'));
    expect(memory.source).toBe('heap?debug=1');
    expect(memory.values.HeapAlloc).toBe(numberIn('captures/prom.heap.d1', /^# HeapAlloc = (\d+)$/m));
    expect(backend.news()).toEqual([metrics, expvar, heap]);
  });

  test('where no rung holds the first one’s reason is told', async () => {
    const backend = new FakeBackend({});
    const ladder = new MemoryLadder('auto');
    expect(await failure(ladder)).toMatchObject({ asked: metrics, status: 404 });
    expect(backend.news()).toEqual([metrics, expvar, heap]);
    expect(ladder.source).toBeUndefined();
  });

  test('a program that is down costs one request, and no makeshift is chosen for its sake', async () => {
    const backend = everything();
    backend.reply(metrics, DOWN);
    const ladder = new MemoryLadder('auto');
    expect(await failure(ladder)).toMatchObject({ asked: metrics, status: 502 });
    expect(backend.news()).toEqual([metrics]);

    backend.reply(metrics, NOT_FOUND);
    backend.reply(expvar, DOWN);
    expect(await failure(ladder)).toMatchObject({ asked: expvar, status: 502 });
    expect(ladder.source).toBeUndefined();
  });

  test('a fixed source is the only one that is asked, whatever it answers', async () => {
    const backend = everything();
    const ladder = new MemoryLadder('heap?debug=1');
    expect((await read(ladder)).memory.source).toBe('heap?debug=1');
    backend.reply(heap, NOT_FOUND);
    expect(await failure(ladder)).toMatchObject({ asked: heap, status: 404 });
    expect(await failure(ladder)).toMatchObject({ asked: heap, status: 404 });
    expect(backend.news()).toEqual([heap, heap, heap]);
  });

  test('trying a rung is part of what the round cost', async () => {
    everything();
    const round = new Round(TARGET, realEngine());
    await new MemoryLadder('auto').read(round);
    const bytes = Buffer.byteLength(captureText('captures/prom.metrics')) + Buffer.byteLength(captureText(EXPVAR));
    expect(round.cost).toMatchObject({ requests: 2, bytes });
  });
});

test('what only a lower rung tells of the process is known at every read; the chosen one’s word counts first', async () => {
  everything();
  const ladder = new MemoryLadder('auto');
  const told = {
    godebug: '',
    // The two captures are of two programs.
    goVersion: 'go1.19.8',
    version: '2.42.0+ds',
    startTimeMs: Math.round(metricOf('prom', 'process_start_time_seconds') * 1000),
  };
  expect(captureText(EXPVAR)).toMatch(/"goVersion":"go1\.26\.8","godebug":"".*"version":"v1\.2\.3"/);
  expect((await read(ladder)).process).toEqual(told);
  expect((await read(ladder)).process).toEqual(told);
});

describe('later', () => {
  let backend: FakeBackend;
  let ladder: MemoryLadder;
  beforeEach(async () => {
    backend = everything();
    ladder = new MemoryLadder('auto');
    await read(ladder);
    backend.news();
  });

  test.each([
    ['404', NOT_FOUND],
    ['a login page', text('<!DOCTYPE html><title>Sign in</title>')],
  ])('the chosen source is gone (%s): that read fails, the next looks again', async (_, reply) => {
    backend.reply(metrics, reply);
    expect(await failure(ladder)).toMatchObject({ asked: metrics });
    expect(backend.news()).toEqual([metrics]);

    expect((await read(ladder)).memory.source).toBe('/debug/vars');
    expect(backend.news()).toEqual([metrics, expvar]);
  });

  test('a target that is down keeps the choice', async () => {
    backend.replyAll(DOWN);
    expect(await failure(ladder)).toMatchObject({ asked: metrics, status: 502 });
    expect(await failure(ladder)).toMatchObject({ asked: metrics, status: 502 });
    backend.reply(metrics, file('captures/prom.metrics'));
    expect((await read(ladder)).memory.source).toBe('/metrics');
    expect(backend.news()).toEqual([metrics, metrics, metrics]);
    expect(ladder.source).toBe('/metrics');
  });

  test('a restart climbs again, and forgets what was known of the former process', async () => {
    const restarted = captureText('captures/prom.metrics')
      .replace(/^process_resident_memory_bytes .*\n/m, '')
      .replace(/^(process_start_time_seconds) .*$/m, '$1 1.79523e+09');
    backend.reply(metrics, text(restarted));
    backend.reply(expvar, text(captureText(EXPVAR).replace('"version":"v1.2.3"', '"version":"v1.3.0"')));
    const { memory, process } = await read(ladder);
    expect(memory.source).toBe('/debug/vars');
    expect(process.version).toBe('v1.3.0');
    expect(backend.news()).toEqual([metrics, metrics, expvar]);

    // Chosen once more, not at every read.
    await read(ladder);
    expect(backend.news()).toEqual([expvar]);
  });

  test('a restart without what was known leaves nothing of it', async () => {
    backend.reply(
      metrics,
      text(captureText('captures/prom.metrics').replace(/^(process_start_time_seconds) .*$/m, '$1 1.79523e+09'))
    );
    backend.reply(expvar, NOT_FOUND);
    expect((await read(ladder)).process).toEqual({
      goVersion: 'go1.19.8',
      startTimeMs: 1_795_230_000_000,
      version: '2.42.0+ds',
    });
  });
});
