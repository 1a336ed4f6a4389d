import { formattedValueToString, getValueFormat } from '@grafana/data';
import { EngineError } from './engine/engine';
import { checkHealth } from './health';
import { goroutinesOf, metricOf, metricsWithoutRss, numberIn } from './testing/captures';
import { DOWN, file, NOT_FOUND, PATHS, text } from './testing/fakeBackend';
import { prometheus, TARGET, victoriaMetrics } from './testing/programs';
import { realEngine } from './testing/running';

const bytes = (value: number) => formattedValueToString(getValueFormat('bytes')(value));
const COST = /A scrape takes about \d+ ms and (\S+ \S+), every 10 s: \S+ % of the time/;

test('a program that tells everything', async () => {
  victoriaMetrics();
  const { status, message, details } = await checkHealth(TARGET, realEngine());
  expect(status).toBe('success');
  const heap = metricOf('vm', 'go_memstats_heap_alloc_bytes');
  const rss = metricOf('vm', 'process_resident_memory_bytes');
  expect(message).toContain(
    `A Go 1.19.8 program answers: ${goroutinesOf('vm')} goroutines, heap ${bytes(heap)}, RSS ${bytes(rss)}. ` +
      'Memory is read from /metrics. A scrape takes'
  );
  expect(details?.message).toMatch(
    /^\/metrics: \d+ fields, with RSS\.\n\/debug\/vars: Answer: 400 Bad Request \(“unsupp/
  );
});

test('what a scrape costs: the profile and the one memory request, not the whole climb', async () => {
  const backend = prometheus();
  backend.reply(PATHS.expvar, file('vars/expvar.json'));
  const { message } = await checkHealth(TARGET, realEngine());
  const size = file('captures/prom.goroutine.d0').body.length + file('captures/prom.metrics').body.length;
  expect(COST.exec(message ?? '')?.[1]).toBe(bytes(size));
  // /metrics is what will be read, so its word counts, not the expvar's v1.2.3.
  expect(message).toMatch(/^A Go \S+ program, version 2\.42\.0\+ds, answers/);
});

test('a scrape that takes more than the budget: what will be done about it', async () => {
  prometheus();
  const usual = await checkHealth(TARGET, realEngine());
  expect(usual.message).not.toMatch(/budget/);
  const strict = await checkHealth({ ...TARGET, costBudget: 1e-9 }, realEngine());
  expect(strict.message).toMatch(
    /The budget is 1e-7 %: as far as that is the program’s own time, it is asked less often\.$/
  );
});

test('the version: by the metric of the settings, and in words where that is not there', async () => {
  const backend = prometheus();
  const revision = await checkHealth(
    { ...TARGET, versionMetric: { metric: 'prometheus_build_info', label: 'revision' } },
    realEngine()
  );
  expect(revision).toMatchObject({
    status: 'success',
    message: expect.stringContaining('version 2.42.0+ds-5+deb12u1'),
  });

  const typo = { ...TARGET, versionMetric: { metric: 'prometeus_build_info', label: 'version' } };
  const missing = await checkHealth(typo, realEngine());
  expect(missing.status).toBe('error');
  expect(missing.message).toMatch(
    /^A Go 1\.19\.8 program answers: .* \/metrics tells no version in prometeus_build_info\{version\}/
  );

  backend.reply(PATHS.metrics, NOT_FOUND);
  const unread = await checkHealth(typo, realEngine());
  expect(unread).toMatchObject({
    status: 'error',
    message: expect.stringMatching(/was not read, for want of \/metrics/),
  });
});

test('a setting that makes no sense: said before anything is asked', async () => {
  const backend = prometheus();
  const problem = 'The version metric in the settings is “x{”.';
  expect(await checkHealth({ ...TARGET, problem }, realEngine())).toEqual({ status: 'error', message: problem });
  expect(backend.asked).toEqual([]);
});

test('a program that does not tell its RSS: what is missing, and how to have it', async () => {
  const backend = prometheus();
  backend.reply(PATHS.metrics, text(metricsWithoutRss('prom')));
  const { status, message, details } = await checkHealth(TARGET, realEngine());
  expect(status).toBe('success');
  const heap = bytes(metricOf('prom', 'go_memstats_heap_alloc_bytes'));
  expect(message).toContain(`answers: ${goroutinesOf('prom')} goroutines, heap ${heap}. Memory is read from /metrics`);
  expect(message).toMatch(/\/metrics, which does not tell the RSS: serve .*process metrics.*expvar “process”/);
  expect(details?.message).toMatch(/without RSS/);
});

test('pprof is down: what was asked, what came, what to do, and nothing else is asked', async () => {
  const backend = prometheus();
  backend.reply(PATHS.goroutine, DOWN);
  const { status, message } = await checkHealth(TARGET, realEngine());
  expect(status).toBe('error');
  expect(message).toMatch(/^Asked for \/debug\/pprof\/goroutine\?debug=0\. No answer from the program: 502 .*running/);
  expect(backend.asked).toEqual([PATHS.goroutine]);
});

test('memory is nowhere: the goroutines are told all the same, and each rung’s reason', async () => {
  const backend = prometheus();
  backend.reply(PATHS.metrics, NOT_FOUND);
  backend.reply(PATHS.heap, DOWN);
  const { status, message } = await checkHealth(TARGET, realEngine());
  expect(status).toBe('error');
  expect(message).toContain(`A Go program answers: ${goroutinesOf('prom')} goroutines. `);
  expect(message).toMatch(
    /found nowhere\. Asked for \/metrics\. .*404.*Asked for \/debug\/vars\. .*404.*heap\?debug=1\. .*502/
  );
});

test('only the trailer: its figures, read from the heap profile', async () => {
  const backend = prometheus();
  backend.reply(PATHS.metrics, NOT_FOUND);
  const { status, message } = await checkHealth(TARGET, realEngine());
  expect(status).toBe('success');
  const heap = bytes(numberIn('captures/prom.heap.d1', /^# HeapAlloc = (\d+)$/m));
  expect(message).toContain(`heap ${heap}. Memory is read from heap?debug=1, which does not tell the RSS`);
});

test('where the decoding is done is told where it is the page, and an engine that was lost in words', async () => {
  prometheus();
  const engine = realEngine();
  expect((await checkHealth(TARGET, engine)).details?.message).toMatch(/\nProfiles are decoded in the page, in slices/);
  const inWorker = await checkHealth(TARGET, Object.assign(realEngine(), { place: 'worker' as const }));
  expect(inWorker.details?.message).not.toContain('decoded');

  jest.spyOn(engine, 'readGoroutines').mockRejectedValue(new EngineError('Tidemark’s worker in this browser ended.'));
  expect(await checkHealth(TARGET, engine)).toEqual({
    status: 'error',
    message: 'Tidemark’s worker in this browser ended.',
  });
});
