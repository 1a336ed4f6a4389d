/** @jest-environment node */
import { decodeCapture, readText } from '../../../testdata/helpers/captures';
import { goroutineCounts, StackInterner } from '../profile/goroutines';
import { runSteps } from '../steps';
import { dumpAnswerSteps } from './answer';
import type { DumpAnswer, DumpOptions, WaitRange } from './dumpAnswer';
import { parseDumpSteps } from './parse';

const parse = (text: string) => runSteps(parseDumpSteps(new TextEncoder().encode(text)));
const stacksOf = (path: string) => goroutineCounts(decodeCapture(path), new StackInterner()).stacks;

function answer(text: string, options: Partial<DumpOptions> = {}, known: ReturnType<typeof stacksOf> = []): DumpAnswer {
  return runSteps(dumpAnswerSteps(parse(text), known, { view: 'stacks', top: 1000, ...options }));
}

const sum = (ranges: readonly WaitRange[]) => ranges.reduce((total, { count }) => total + count, 0);

/** A goroutine as it goes into an invented dump: what is counted over these needs nothing of the code under test. */
interface Invented {
  readonly id: number;
  readonly state: string;
  readonly minutes: number;
  readonly run: string;
  readonly creator: string;
  readonly creatorId: number;
}

/** Seeded: a linear congruential generator (Numerical Recipes). */
function invent(count: number): Invented[] {
  let seed = 42;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const pick = <T>(list: readonly T[]) => list[random(list.length)] as T;
  return Array.from({ length: count }, (_, i) => ({
    id: 10 + i * 3,
    state: pick(['chan receive', 'select', 'IO wait', 'sync.Mutex.Lock']),
    minutes: pick([0, 0, 1, 2, 5, 9, 10, 59, 60, 1439, 1440, random(3000)]),
    run: pick(['main.read', 'main.write', 'example.com/queue.(*worker).run']),
    creator: pick(['main.start', 'main.serve', 'example.com/queue.New']),
    creatorId: pick([1, 10, 13]),
  }));
}

const textOf = (goroutines: readonly Invented[]) =>
  goroutines
    .map(
      ({ id, state, minutes, run, creator, creatorId }) =>
        `goroutine ${id} [${state}${minutes > 0 ? `, ${minutes} minutes` : ''}]:\n` +
        `${run}(0xc000012345)\n\t/src/${run.length}.go:7 +0x1b\n` +
        `created by ${creator} in goroutine ${creatorId}\n\t/src/start.go:3 +0x2c\n`
    )
    .join('\n');

const INVENTED = invent(1500);
const TEXT = textOf(INVENTED);

describe('filters', () => {
  it.each<[Partial<DumpOptions>, (one: Invented) => boolean]>([
    [{}, () => true],
    [{ state: /^chan/ }, ({ state }) => state === 'chan receive'],
    [{ state: /lock/i }, ({ state }) => state === 'sync.Mutex.Lock'],
    [{ minMinutes: 10 }, ({ minutes }) => minutes >= 10],
    [{ minMinutes: 1440 }, ({ minutes }) => minutes >= 1440],
    [{ focus: /worker/ }, ({ run }) => run.includes('worker')],
    [{ creator: /^main\./ }, ({ creator }) => creator.startsWith('main.')],
    [{ creator: /nobody/ }, () => false],
    [
      { state: /select/, minMinutes: 1, focus: /main\.(read|write)/, creator: /New$/ },
      ({ state, minutes, run, creator }) =>
        state === 'select' && minutes >= 1 && run.startsWith('main.') && creator.endsWith('New'),
    ],
  ])('%o', (options, passes) => {
    const expected = INVENTED.filter(passes);
    for (const view of ['stacks', 'goroutines', 'waits'] as const) {
      const { total, matched, waits, stacks } = answer(TEXT, { ...options, view });
      expect({ total, matched }).toEqual({ total: INVENTED.length, matched: expected.length });
      expect(sum(waits)).toBe(matched);
      expect(stacks.reduce((count, row) => count + row.count, 0)).toBe(view === 'stacks' ? matched : 0);
    }
    const oldestFirst = [...expected].sort((a, b) => b.minutes - a.minutes || a.id - b.id).map(({ id }) => id);
    for (const top of [0, 1, 20, 5000]) {
      const { goroutines } = answer(TEXT, { ...options, view: 'goroutines', top });
      expect(goroutines.map(({ id }) => id)).toEqual(oldestFirst.slice(0, top));
    }
  });

  it('by stack of the goroutine profile: as many as that counts there', () => {
    const known = stacksOf('dumps/go1.27.1.d0');
    const stack = known.find(({ frames }) => frames.some((frame) => frame.function === 'main.crowdMember'))!;
    const { matched, stacks } = answer(readText('dumps/go1.27.1.d2'), { stacks: [stack.key] }, known);
    expect(matched).toBe(50);
    expect(stacks.map((row) => row.stackKey)).toEqual([stack.key]);
  });
});

describe('rows of stacks', () => {
  const { stacks, waits } = answer(TEXT);
  const membersOf = (row: DumpAnswer['stacks'][number]) =>
    INVENTED.filter(({ state, run }) => {
      const words = { 'chan receive': 'chan receive', select: 'select', 'IO wait': 'I/O wait' } as const;
      return run === row.frames[0]?.function && (words[state as 'select'] ?? 'mutex') === row.blockedOn;
    });

  it('are one for each stack and wait, the most goroutines first', () => {
    expect(stacks.length).toBe(new Set(INVENTED.map(({ state, run }) => state + run)).size);
    expect(stacks.map(({ count }) => count)).toEqual(stacks.map((row) => membersOf(row).length));
    expect(stacks.map(({ count }) => count)).toEqual(stacks.map(({ count }) => count).sort((a, b) => b - a));
    expect(answer(TEXT, { top: 5 }).stacks).toEqual(stacks.slice(0, 5));
  });

  it('have quantiles as sorting all of them finds, and the oldest', () => {
    for (const row of stacks) {
      const members = membersOf(row);
      const sorted = members.map(({ minutes }) => minutes).sort((a, b) => a - b);
      const rank = (part: number) => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
      expect(row.minutes).toEqual({ least: rank(0), median: rank(0.5), p90: rank(0.9), most: rank(1) });
      const oldest = members.filter(({ minutes }) => minutes === sorted.at(-1)).map(({ id }) => id);
      expect(row.oldest).toBe(Math.min(...oldest));
    }
  });

  it('have a histogram that adds up, each goroutine in the range of its minutes', () => {
    const expected = (members: readonly Invented[]) =>
      waits.map(({ from, to }) => members.filter(({ minutes }) => minutes >= from && minutes < to).length);
    expect(waits.map(({ count }) => count)).toEqual(expected(INVENTED));
    for (const row of stacks) {
      expect(row.waits.map(({ count }) => count)).toEqual(expected(membersOf(row)));
      expect(sum(row.waits)).toBe(row.count);
    }
    // From nothing to for ever, without a gap.
    expect(waits.map(({ from }) => from)).toEqual([0, ...waits.slice(0, -1).map(({ to }) => to)]);
    expect(waits.at(-1)?.to).toBe(Infinity);
  });

  it('have ten creators at most', () => {
    const many = Array.from({ length: 30 }, (_, i) => ({ ...INVENTED[0]!, id: i + 1, creator: `main.f${i % 15}` }));
    const { creators } = answer(textOf([...many, { ...INVENTED[0]!, id: 99, creator: 'main.f7' }])).stacks[0]!;
    expect(creators.length).toBe(10);
    expect(creators[0]).toMatchObject({ creator: { function: 'main.f7' }, count: 3 });
  });
});

describe('creators', () => {
  // The text itself, by a regular expression: function, and file with line.
  const counted = (text: string) => {
    const counts: Record<string, number> = {};
    for (const [, name, place] of text.matchAll(/^created by (.*?)(?: in goroutine \d+)?\n\t(.*?)(?: \+0x.*)?$/gm)) {
      counts[`${name} ${place}`] = (counts[`${name} ${place}`] ?? 0) + 1;
    }
    return counts;
  };

  it.each([
    'captures/caddy.goroutine',
    'captures/prom.goroutine',
    'captures/vm.goroutine',
    'dumps/go1.21.13',
    'dumps/go1.27.1',
  ])('%s: as many at each place as the text says', (path) => {
    const text = readText(`${path}.d2`);
    const { stacks, matched } = answer(text, {}, stacksOf(`${path}.d0`));
    const found: Record<string, number> = {};
    for (const { creator, count } of stacks.flatMap((row) => row.creators)) {
      const place = `${creator.function} ${creator.file}:${creator.line}`;
      found[place] = (found[place] ?? 0) + count;
    }
    expect(found).toEqual(counted(text));
    expect(matched).toBe(text.match(/^goroutine \d+ \[/gm)?.length);
  });

  it('says who created most, and what that one does now', () => {
    const text = readText('dumps/go1.27.1.d2');
    const id = Number(/^goroutine (\d+) \[.*\n(?:(?!goroutine).*\n)*?main\.crowdCreator\(/m.exec(text)?.[1]);
    const row = answer(text, { focus: /crowdMember/ }).stacks[0]!;
    // testdata/dumps/states: one that is still there started 30, and 20 that ended one each.
    expect(row.creators).toMatchObject([
      { count: 30, creator: { function: 'main.crowd.func2', goroutine: id, now: { function: 'main.crowdCreator' } } },
      { count: 20, creator: { function: 'main.crowd.func1' } },
    ]);
    expect(row.creators[1]?.creator).not.toHaveProperty('goroutine');
    expect(row.creators[1]?.creator).not.toHaveProperty('now');
    const { goroutines } = answer(text, { view: 'goroutines', focus: /crowdMember/ });
    const stillThere = goroutines.filter(({ creator }) => creator?.now);
    expect(stillThere.length).toBe(30);
    expect(new Set(goroutines.map(({ creator }) => creator?.goroutine)).size).toBe(21);
  });

  it('names no goroutine where none created more than half', () => {
    const by = (ids: readonly number[]) =>
      answer(textOf(ids.map((creatorId, i) => ({ ...INVENTED[0]!, id: 100 + i, creatorId })))).stacks[0]?.creators[0];
    expect(by([1, 1, 2, 2])).toMatchObject({ count: 4 });
    expect(by([1, 1, 2, 2])?.creator).not.toHaveProperty('goroutine');
    expect(by([1, 2, 2])?.creator).toMatchObject({ goroutine: 2 });
  });
});

describe('caveats', () => {
  const text = readText('dumps/go1.27.1.d2');
  const known = stacksOf('dumps/go1.27.1.d0');
  /** One stack is deeper than a dump shows, in each of these captures. */
  const DEEP = 'The stacks of 1 goroutine are deeper than a dump shows: frames are left out of them.';

  it('are none of a whole dump of which all is understood', () => {
    expect(answer(TEXT).caveats).toEqual([]);
    expect(answer(text, {}, known).caveats).toEqual([DEEP]);
  });

  it('tell of a line that is not understood', () => {
    const lines = text.split('\n');
    const at = lines.indexOf('') + 1;
    const invented = [...lines.slice(0, at), 'a line that Go 1.99 "invented"', ...lines.slice(at)].join('\n');
    expect(answer(invented, {}, known).caveats).toEqual([
      `1 line of the dump could not be understood; the first is line ${at + 1}: "a line that Go 1.99 \\"invented\\"".`,
      DEEP,
    ]);
  });

  it('tell of a cut, and count what is left', () => {
    const half = text.slice(0, text.length / 2);
    const { caveats, total } = answer(half, {}, known);
    expect(total).toBe(half.match(/^goroutine \d+ \[/gm)?.length);
    expect(caveats[0]).toBe(
      `The dump is cut (the runtime writes 64 MiB at most): it ends within or after the ${total} goroutines counted here, and any others are missing.`
    );
  });

  it('tell of stacks that could not be joined, and of those asked for that are not known', () => {
    const some = known.filter(({ frames }) => !frames.some((frame) => frame.function === 'main.crowdMember'));
    expect(answer(text, {}, some).caveats).toContain(
      '50 goroutines in stacks that the goroutine profile did not have could not be joined to it.'
    );
    const { caveats, matched } = answer(text, { stacks: ['no such key'] }, known);
    expect(matched).toBe(0);
    expect(caveats).toContain(
      '1 stack asked for could not be looked up: the goroutine profile of that time did not have them.'
    );
  });

  it('tell where creators have no number, and stacks are missing', () => {
    expect(answer(readText('captures/prom.goroutine.d2')).caveats).toEqual([
      'Which goroutine created another is not told: Go 1.21 and newer do.',
    ]);
    const elsewhere = 'goroutine 1 [running]:\n\tgoroutine running on other thread; stack unavailable\n';
    expect(answer(elsewhere).caveats).toEqual(['The dump has no stack of 1 goroutine that ran on another thread.']);
  });
});

it('rows of goroutines have what their header says, and the frame to call them by', () => {
  const { goroutines } = answer(readText('dumps/go1.27.1.d2'), { view: 'goroutines', focus: /^main\.labelled$/ });
  expect(goroutines).toMatchObject([
    {
      state: 'chan receive',
      minutes: 0,
      isLocked: false,
      notes: [],
      labels: { topic: 'orders', path: '/v1/pay.do' },
      creator: { function: 'main.main', goroutine: 1, now: { function: 'main.main' } },
    },
  ]);
  expect(goroutines[0]?.frames[goroutines[0].namedBy]?.function).toBe('main.labelled.func1');
});
