import { Function as PprofFunction, Line, Location, Profile, Sample, StringTable, ValueType } from 'pprof-format';
import { gzipSync } from 'node:zlib';
import type { Engine } from './engine';
import { LocalEngine } from './local';
import { connect } from './remote';
import { Slicer } from './slices';
import { FakeWorker, localEngine, roundAt, TARGET } from './testing';

/** A goroutine profile as a rival library writes it: stacks by function names, leaf first. */
function profileOf(stacks: ReadonlyArray<{ functions: readonly string[]; count: number }>): ArrayBuffer {
  const strings = new StringTable();
  const names = [...new Set(stacks.flatMap(({ functions }) => functions))];
  const profile = new Profile({
    stringTable: strings,
    sampleType: [new ValueType({ type: strings.dedup('goroutine'), unit: strings.dedup('count') })],
    function: names.map((name, i) => new PprofFunction({ id: i + 1, name: strings.dedup(name) })),
    location: names.map((_, i) => new Location({ id: i + 1, line: [new Line({ functionId: i + 1, line: 1 })] })),
    sample: stacks.map(
      ({ count, functions }) =>
        new Sample({ locationId: functions.map((name) => names.indexOf(name) + 1), value: [count] })
    ),
  });
  return Uint8Array.from(gzipSync(profile.encode())).buffer;
}

const asked = '/debug/pprof/goroutine?debug=0';
const START = Date.UTC(2026, 10, 21, 12);
const MINUTE = 60_000;

/** Forty minutes at 15 s: a leak that began with a deploy at minute 20, beside what does not grow. */
async function feed(engine: Engine) {
  for (let minute = 0; minute <= 40; minute += 0.25) {
    const body = profileOf([
      {
        functions: ['runtime.gopark', 'runtime.chansend', 'main.leak'],
        count: 10 + 6 * Math.max(0, Math.floor(minute - 20)),
      },
      {
        functions: ['runtime.gopark', 'runtime.selectgo', 'main.serve'],
        count: 50 + Math.round(20 * Math.sin(minute)),
      },
      { functions: ['runtime.gopark', 'time.Sleep', 'main.tick'], count: 3 },
    ]);
    const { receipt } = await engine.readGoroutines({ answer: { asked, body }, target: TARGET });
    await engine.append({ target: TARGET, round: roundAt(START + minute * MINUTE, { receipt }) });
  }
}

const input = <Options extends object>(options: Options) => ({
  target: TARGET,
  fromMs: START,
  toMs: START + 60 * MINUTE,
  options: { posted: [{ atMs: START + 20 * MINUTE, name: 'v2' }], ...options },
});

async function answersOf(engine: Engine) {
  await feed(engine);
  return {
    suspects: await engine.suspects(input({})),
    leaks: await engine.leaks(input({})),
    deploys: await engine.deploys(input({})),
    verdict: await engine.verdict(input({})),
    events: await engine.events(input({})),
  };
}

test('suspects, leaks over time, deploys, verdict and events: the same here and over messages', async () => {
  const local = await answersOf(localEngine());
  const worker = new FakeWorker(localEngine());
  const remote = await answersOf(await connect(worker, () => undefined));
  worker.terminate();
  expect(remote).toEqual(structuredClone(local));

  const { deploys, events, leaks, suspects, verdict } = local;
  expect(suspects.suspects).toHaveLength(1);
  const [leak] = suspects.suspects;
  expect(leak).toMatchObject({
    count: 130,
    attribution: { deploy: { name: 'v2' }, relation: 'since', before: { perMinute: 0 } },
  });
  expect(leak!.perMinute).toBeCloseTo(6, 0);
  expect(leak!.leader.stack.blockedOn).toBe('chan send');
  // The picture is of the same leak, and adds up to all goroutines.
  expect(leaks.series.map(({ leak: id, name, role }) => [name, role, id])).toEqual([
    ['main.leak', 'leak', leak!.id],
    ['other', 'other', undefined],
  ]);
  expect(leaks.series[0]!.counts.at(-1)! + leaks.series[1]!.counts.at(-1)!).toBe(leaks.totalNow);
  expect(deploys.deploys).toMatchObject([{ deploy: { name: 'v2' }, comparison: { verdict: 'worse' } }]);
  expect(verdict.comparison).toMatchObject({ verdict: 'worse', leaks: [{ verdict: 'worse' }] });
  expect(events.onsets).toMatchObject([{ function: 'main.leak' }]);
  expect(events.deploys).toMatchObject([{ name: 'v2' }]);
});

test('the window is counted back from the range’s end', async () => {
  const engine = localEngine();
  await feed(engine);
  const at = (end: number, windowMs?: number) =>
    engine.suspects({ ...input({ windowMs }), toMs: START + end * MINUTE });
  expect((await at(40, 10 * MINUTE)).looked.fromMs).toBe(START + 30 * MINUTE);
  expect((await at(40)).looked.fromMs).toBe(START + 21.25 * MINUTE);
  // Longer than the range that is shown.
  const shown = { ...input({ windowMs: 15 * MINUTE }), fromMs: START + 38 * MINUTE, toMs: START + 40 * MINUTE };
  const answer = await engine.suspects(shown);
  expect(answer.suspects).toHaveLength(1);
  expect(answer.times[0]).toBe(START + 38 * MINUTE);
});

describe('a judgement', () => {
  class CountingSlicer extends Slicer {
    runs = 0;
    override run: Slicer['run'] = (steps, abort) => {
      this.runs++;
      return super.run(steps, abort);
    };
  }
  let slicer: CountingSlicer;
  let engine: LocalEngine;
  beforeEach(async () => {
    slicer = new CountingSlicer(8);
    engine = new LocalEngine('worker', slicer);
    await feed(engine);
    slicer.runs = 0;
  });

  test('is worked out once for the table and the picture, and again after the next scrape', async () => {
    await Promise.all([engine.suspects(input({})), engine.leaks(input({}))]);
    // One judgement and two answers.
    expect(slicer.runs).toBe(3);
    await engine.suspects(input({}));
    expect(slicer.runs).toBe(4);
    await engine.append({ target: TARGET, round: roundAt(START + 41 * MINUTE) });
    await engine.suspects(input({}));
    expect(slicer.runs).toBe(6);
  });

  test('with other options is another one', async () => {
    const [all, none] = await Promise.all([
      engine.suspects(input({})),
      engine.suspects(input({ ignore: /main\.leak/ })),
    ]);
    expect(all.suspects).toHaveLength(1);
    expect(none.suspects).toEqual([]);
    expect((await engine.suspects(input({ ignore: /other/ }))).suspects).toHaveLength(1);
  });

  test('that one panel has left is there for the other', async () => {
    const leaving = new AbortController();
    const first = engine.suspects(input({}), leaving.signal);
    const second = engine.leaks(input({}));
    leaving.abort();
    await expect(first).rejects.toThrow('aborted');
    expect((await second).series).toHaveLength(2);
  });
});
