import { TargetError } from '../../client/errors';
import type { ProfileOptions } from '../engine';
import { bodyOf, localEngine, roundAt, TARGET } from '../testing';

const options = (more: Partial<ProfileOptions> = {}): ProfileOptions => ({
  kind: 'goroutine',
  values: 'scaled',
  moment: { history: 'end' },
  posted: [],
  view: { view: 'top', granularity: 'functions', order: 'flat', top: Infinity, filter: {} },
  ...more,
});
const asked = (more: Partial<ProfileOptions> = {}) => ({
  target: TARGET,
  fromMs: 0,
  toMs: 1e9,
  options: options(more),
});

/** Two scrapes, of two programs: so that something differs. */
async function engineWithScrapes() {
  const engine = localEngine();
  for (const [atMs, name] of [
    [1_000, 'caddy'],
    [2_000, 'node'],
  ] as const) {
    const answer = { asked: 'goroutine', body: bodyOf(`captures/${name}.goroutine.d0`) };
    const { receipt } = await engine.readGoroutines({ answer, target: TARGET });
    await engine.append({ target: TARGET, round: roundAt(atMs, { receipt }) });
  }
  await engine.shelveProfile({ id: 'caddy', answer: { asked: 'a file', body: bodyOf('captures/caddy.goroutine.d0') } });
  return engine;
}

type Rows = ReadonlyArray<{ function: string; flat: number; cum: number }>;
const rowsOf = ({ view }: { view?: unknown }) =>
  (view as { rows: Rows }).rows.map((row) => [row.function, row.flat, row.cum]).sort();

test('a moment of the history says what the profile of it said', async () => {
  const engine = await engineWithScrapes();
  const start = await engine.profile(asked({ moment: { history: 'start' } }));
  const file = await engine.profile(asked({ moment: { shelf: 'caddy' } }));
  expect(start.moment).toEqual({ atMs: 1_000 });
  expect(rowsOf(start)).toEqual(rowsOf(file));
  expect(rowsOf(start).length).toBeGreaterThan(10);
});

test('less the same there is nothing; less another, what each has more', async () => {
  const engine = await engineWithScrapes();
  const traces = { ...options().view, view: 'traces' as const };
  const none = await engine.profile(asked({ view: traces, moment: { history: 'start' }, base: { shelf: 'caddy' } }));
  expect(none.view).toMatchObject({ rows: [], count: 0 });
  const { base, moment, view } = await engine.profile(asked({ base: { history: 'start' } }));
  expect([moment, base]).toEqual([{ atMs: 2_000 }, { atMs: 1_000 }]);
  const [now, then] = await Promise.all([
    engine.profile(asked()),
    engine.profile(asked({ moment: { history: 'start' } })),
  ]);
  expect(view!.sum).toBe(now.view!.sum - then.view!.sum);
});

test.each([
  [{ moment: { history: { deploy: 'v9' } } }, { which: 'moment', why: 'deploy' }],
  [{ base: { history: { atMs: 500 } } }, { which: 'base', why: 'nothing' }],
  [{ base: { shelf: 'gone' } }, { which: 'base', why: 'shelf' }],
  [{ kind: 'heap' as const }, { which: 'moment', why: 'nothing' }],
])('%j: what is missing is told', async (more, missing) => {
  expect((await (await engineWithScrapes()).profile(asked(more))).missing).toEqual(missing);
});

test('a heap has its sum both ways, as debug=1 and the proto print it', async () => {
  const engine = localEngine();
  const body = bodyOf('heap/demo.rate524288.heap.d0');
  await engine.shelveProfile({ id: 'heap', answer: { asked: 'a file', body } });
  const of = (values: 'scaled' | 'sampled') =>
    engine.profile(asked({ kind: 'heap', sampleType: 'inuse_space', values, moment: { shelf: 'heap' } }));
  const [scaled, sampled] = await Promise.all([of('scaled'), of('sampled')]);
  expect(scaled.view!.sum).toBe(scaled.sampled!.scaled);
  expect(sampled.view!.sum).toBe(scaled.sampled!.sampled);
  expect(scaled.sampled!.scaled).toBeGreaterThan(scaled.sampled!.sampled);
});

test('what cannot be compared or is not there is refused in words', async () => {
  const engine = await engineWithScrapes();
  await engine.shelveProfile({ id: 'heap', answer: { asked: 'a file', body: bodyOf('captures/vm.heap.d0') } });
  await expect(engine.profile(asked({ base: { shelf: 'heap' } }))).rejects.toThrow(/cannot be compared with/);
  await expect(engine.profile(asked({ moment: { shelf: 'heap' }, sampleType: 'cpu' }))).rejects.toThrow(
    /no sample type cpu, but alloc_objects/
  );
  await expect(
    engine.shelveProfile({ id: 'x', answer: { asked: 'x.txt', body: new TextEncoder().encode('no').buffer } })
  ).rejects.toBeInstanceOf(TargetError);
});
