/** @jest-environment node */
import { decodeCapture, readText } from '../../../testdata/helpers/captures';
import { seeded } from '../history/testing';
import { goroutineCounts, StackInterner } from '../profile/goroutines';
import type { Stack } from '../profile/stack';
import { runSteps } from '../steps';
import { dumpAnswerSteps } from './answer';
import type { Dump } from './dump';
import type { DumpAnswer, DumpOptions } from './dumpAnswer';
import { parseDumpSteps } from './parse';

const parse = (text: string): Dump => runSteps(parseDumpSteps(new TextEncoder().encode(text)));
const known = goroutineCounts(decodeCapture('dumps/go1.27.1.d0'), new StackInterner()).stacks;

/** Waits of minutes would take as long: the headers of the real capture are rewritten, each with minutes by a seed. */
const aged = (() => {
  const below = seeded(7);
  const bounds = [1, 2, 3, 8, 25, 50, 120, 300, 500, 1000, 5000];
  return readText('dumps/go1.27.1.d2').replace(/^(goroutine \d+ \[[^\],]+)/gm, (header) => {
    const minutes = below(bounds[below(bounds.length)]!);
    return minutes === 0 || header.endsWith('running') ? header : `${header}, ${minutes} minutes`;
  });
})();
const dump = parse(aged);

const ask = (options: Partial<DumpOptions>, of = dump, stacks: readonly Stack[] = known): DumpAnswer =>
  runSteps(dumpAnswerSteps(of, stacks, { view: 'stacks', top: 1000, ...options }));

/** The blocks of the text, read by regular expressions. */
const blocks = aged
  .trimEnd()
  .split('\n\n')
  .map((text) => ({
    text,
    id: Number(/^goroutine (\d+)/.exec(text)?.[1]),
    minutes: Number(/, (\d+) minutes/.exec(text)?.[1] ?? 0),
  }));
const idsOf = (rows: ReadonlyArray<{ readonly id: number }>) => rows.map(({ id }) => id);
const sorted = (ids: readonly number[]) => [...ids].sort((a, b) => a - b);

describe('goroutines', () => {
  const { goroutines, matched, total, stacks } = ask({ view: 'goroutines' });

  it('come with the oldest wait first, and of the same minutes in the order of their creation', () => {
    const expected = [...blocks].sort((a, b) => b.minutes - a.minutes || a.id - b.id);
    expect(goroutines.map(({ id, minutes }) => [id, minutes])).toEqual(
      expected.map(({ id, minutes }) => [id, minutes])
    );
    expect([total, matched, stacks.length]).toEqual([blocks.length, blocks.length, 0]);
    for (const top of [0, 1, 2, 7, blocks.length - 1]) {
      expect(idsOf(ask({ view: 'goroutines', top }).goroutines)).toEqual(idsOf(expected).slice(0, top));
    }
  });

  it('have the key of the profile, the frame to call them by, and their creator with what it does now', () => {
    const crowd = goroutines.filter(({ frames }) => frames[0]?.function === 'main.crowdMember');
    const stack = known.find(({ frames }) => frames.some((frame) => frame.function === 'main.crowdMember'));
    expect(new Set(crowd.map(({ stackKey }) => stackKey))).toEqual(new Set([stack?.key]));
    expect(crowd.map(({ frames, namedBy }) => frames[namedBy]?.function)).toEqual(crowd.map(() => 'main.crowdMember'));
    // Twenty were created by goroutines that have ended, thirty by one that waits in crowdCreator.
    const nows = crowd.map(({ creator }) => creator?.now?.function);
    expect(nows.filter((now) => now === 'main.crowdCreator').length).toBe(30);
    expect(nows.filter((now) => now === undefined).length).toBe(20);
    expect(goroutines.find(({ id }) => id === 1)?.creator).toBeUndefined();
  });
});

describe('filters', () => {
  const matching = (pattern: RegExp) => blocks.filter(({ text }) => pattern.test(text)).map(({ id }) => id);
  const idsFor = (options: Partial<DumpOptions>) => sorted(idsOf(ask({ view: 'goroutines', ...options }).goroutines));

  it.each<[string, Partial<DumpOptions>, readonly number[]]>([
    ['state', { state: /^chan receive$/ }, matching(/\[chan receive( \(durable\))?[,\]]/)],
    ['state, part of it', { state: /Lock/ }, matching(/\[[^\]]*Lock/)],
    ['focus', { focus: /crowdMember|main\.deep/ }, matching(/^main\.(crowdMember|deep|deepest)\(/m)],
    ['creator', { creator: /^main\.crowd\.func/ }, matching(/^created by main\.crowd\.func/m)],
    ['minutes', { minMinutes: 25 }, blocks.filter(({ minutes }) => minutes >= 25).map(({ id }) => id)],
    [
      'all of them',
      { state: /receive/, creator: /crowd/, minMinutes: 3 },
      matching(/\[chan receive[^]*created by main\.crowd/).filter(
        (id) => (blocks.find((block) => block.id === id)?.minutes ?? 0) >= 3
      ),
    ],
  ])('%s', (_, options, expected) => {
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(blocks.length);
    expect(idsFor(options)).toEqual(sorted(expected));
  });

  it('stacks of the profile', () => {
    const wanted = known.filter(({ frames }) =>
      frames.some((frame) => /^main\.(deep|selectTwo)$/.test(frame.function))
    );
    expect(wanted.length).toBe(2);
    expect(idsFor({ stacks: wanted.map(({ key }) => key) })).toEqual(sorted(matching(/^main\.(deep|selectTwo)\(/m)));
    expect(idsFor({ stacks: [] })).toEqual([]);
    expect(ask({ stacks: ['nosuchstack'] }).caveats.join()).toContain('1 stack asked for could not be looked up');
  });
});

describe('stacks', () => {
  const { stacks, waits } = ask({});
  const crowd = blocks.filter(({ text }) => text.includes('main.crowdMember('));
  const row = stacks.find(({ frames }) => frames[0]?.function === 'main.crowdMember')!;

  it('come with the most goroutines first, and have all of them', () => {
    expect(stacks[0]).toBe(row);
    expect(stacks.reduce((sum, { count }) => sum + count, 0)).toBe(blocks.length);
    const counts = stacks.map(({ count }) => count);
    expect(counts).toEqual(sorted(counts).reverse());
    expect(ask({ top: 3 }).stacks).toEqual(stacks.slice(0, 3));
  });

  it('have the quantiles of their waits: as many as that part of them waited no longer', () => {
    const minutes = sorted(crowd.map((block) => block.minutes));
    expect(row.count).toBe(50);
    expect(row.minutes).toEqual({ least: minutes[0], median: minutes[24], p90: minutes[44], most: minutes[49] });
    const oldest = crowd.filter((block) => block.minutes === minutes[49]).map(({ id }) => id);
    expect(row.oldest).toBe(Math.min(...oldest));
  });

  it('count the waits in ranges, of each stack and of all', () => {
    for (const [ranges, of] of [
      [row.waits, crowd],
      [waits, blocks],
    ] as const) {
      expect(ranges.map(({ from }) => from)).toEqual([0, 1, 2, 5, 10, 30, 60, 180, 360, 720, 1440]);
      expect(ranges.map(({ to }) => to)).toEqual([1, 2, 5, 10, 30, 60, 180, 360, 720, 1440, Infinity]);
      expect(ranges.map(({ count }) => count)).toEqual(
        ranges.map(({ from, to }) => of.filter(({ minutes }) => minutes >= from && minutes < to).length)
      );
    }
    // Otherwise the last check would compare zeros.
    expect(waits.filter(({ count }) => count > 0).length).toBeGreaterThan(8);
  });

  it('say who created them, by place, with the goroutine that created most of them there', () => {
    const ids = crowd.map(({ text }) => Number(/created by main\.crowd\.func2 in goroutine (\d+)/.exec(text)?.[1]));
    const parent = ids.find((id) => id > 0);
    expect(row.creators).toEqual([
      {
        creator: {
          function: 'main.crowd.func2',
          file: expect.stringContaining('main.go'),
          line: expect.any(Number),
          goroutine: parent,
          now: expect.objectContaining({ function: 'main.crowdCreator' }),
        },
        count: 30,
      },
      // Each by another goroutine.
      { creator: expect.not.objectContaining({ goroutine: expect.anything() }), count: 20 },
    ]);
    expect(row.creators[1]?.creator.function).toMatch(/^main\.crowd\.func1/);
  });

  it('are named and blocked as in the profile', () => {
    const joined = stacks.filter(({ stackKey, blockedOn }) => known.some(({ key }) => key === stackKey) && blockedOn);
    expect(joined.length).toBe(stacks.length - 1);
    for (const { stackKey, blockedOn, frames, userFrame } of joined) {
      const stack = known.find(({ key }) => key === stackKey)!;
      expect([blockedOn, frames[userFrame]?.function]).toEqual([
        stack.blockedOn,
        stack.frames[stack.userFrame]?.function,
      ]);
    }
  });
});

describe('caveats', () => {
  it('are none where all was told', () => {
    // But for the one whose stack is too deep for a dump.
    expect(ask({}).caveats).toEqual([expect.stringMatching(/^The stacks of 1 goroutine are deeper/)]);
  });

  it('say what was cut, not understood, not told, and not found', () => {
    const block = 'goroutine 7 [select]:\nmain.f()\n\t/a.go:1 +0x1\ncreated by main.g\n\t/b.go:1 +0x1\n';
    expect(ask({}, parse(block)).caveats).toEqual([
      'Which goroutine created another is not told: Go 1.21 and newer do.',
      '1 goroutine in stacks that the goroutine profile did not have could not be joined to it.',
    ]);
    expect(ask({}, parse(`${block}new line\n`), []).caveats).toEqual(
      expect.arrayContaining([
        expect.stringContaining('1 line of the dump could not be understood; the first is line 6: "new line"'),
      ])
    );
    expect(ask({}, parse(block.slice(0, -3)), []).caveats[0]).toMatch(/^The dump is cut \(the runtime writes 64 MiB/);
    const running = 'goroutine 7 [running]:\n\tgoroutine running on other thread; stack unavailable\n';
    expect(ask({}, parse(running)).caveats).toEqual([
      'The dump has no stack of 1 goroutine that ran on another thread.',
    ]);
  });
});

it('answers in steps', () => {
  let steps = 0;
  const large = { ...dump, goroutines: Array.from({ length: 100 }, () => dump.goroutines).flat() };
  for (const work = dumpAnswerSteps(large, known, { view: 'stacks', top: 10 }); !work.next().done; steps++) {}
  expect(steps).toBeGreaterThan(large.goroutines.length / 1000);
});
