import type { Creator } from '../../../frames/contract';
import { panelData } from '../fixture';
import { creatorsToName, readDump, waitersOf } from './dump';
import { dumpFrame, dumpStack, lookup, send, suspectsMeta } from './fixture';
import { confirmation, costOf, rangeLabel, waited } from './waits';

const { target } = suspectsMeta().probe;
const [lead, reader] = lookup.members as [(typeof lookup.members)[0], (typeof lookup.members)[0]];
const creator = (name: string, line: number): Creator => ({ function: name, file: '/src/a.go', line });
const plain = (text: string) => text.replace(/[\u202f\u00a0]/g, ' ');

describe('reading a dump', () => {
  it('takes the frame by stack of the suspects’ own target', () => {
    const frame = dumpFrame();
    expect(readDump(panelData([frame]), target)?.frame).toBe(frame);
    expect(readDump(panelData([frame]), 'http://other:6060')).toBeUndefined();
    expect(readDump(panelData([dumpFrame({}, undefined, { view: 'waits' })]), target)).toBeUndefined();
    expect(readDump(panelData([dumpFrame({}, undefined, { version: 2 as 1 })]), target)).toBeUndefined();
  });

  it('adds up the stacks of one leak', () => {
    const stacks = [
      dumpStack(lead, [0, 7, 0], { minutes: 40, goroutine: 11 }, [
        { creator: creator('main.a', 5), count: 3 },
        { creator: creator('main.b', 6), count: 4 },
      ]),
      dumpStack(send.members[0]!, [100, 100, 100], { minutes: 9000, goroutine: 1 }),
      dumpStack(reader, [0, 2, 5], { minutes: 1032, goroutine: 4711 }, [
        { creator: { ...creator('main.a', 5), goroutine: 9 }, count: 2 },
        { creator: creator('main.a', 8), count: 5 },
      ]),
    ];
    const waiters = waitersOf(lookup, readDump(panelData([dumpFrame({}, stacks)]), target))!;
    expect(waiters.count).toBe(14);
    expect(waiters.oldest).toEqual({ minutes: 1032, goroutine: 4711 });
    // Nobody waits for under a minute: that range is left out, for it is at an end.
    expect(waiters.waits.map(({ from, count }) => [from, count])).toEqual([
      [1, 9],
      [60, 5],
    ]);
    expect(waiters.creators.map((one) => [one.creator.function, one.creator.line, one.count])).toEqual([
      ['main.a', 5, 5],
      ['main.a', 8, 5],
      ['main.b', 6, 4],
    ]);
  });

  it('tells a creator’s goroutine only where it is that of all stacks', () => {
    const now = creator('main.loop', 2);
    const by = (stack: typeof lead, goroutine: number, line: number) =>
      dumpStack(stack, [0, 3, 0], { minutes: 4, goroutine: 5 }, [
        { creator: { ...creator('main.a', line), goroutine, now }, count: 3 },
      ]);
    const creatorOf = (...stacks: Array<ReturnType<typeof by>>) =>
      waitersOf(lookup, readDump(panelData([dumpFrame({}, stacks)]), target))!.creators[0];
    expect(creatorOf(by(lead, 9, 5), by(reader, 9, 5))).toEqual({
      creator: { ...creator('main.a', 5), goroutine: 9, now },
      count: 6,
    });
    expect(creatorOf(by(lead, 9, 5), by(reader, 8, 5))).toEqual({ creator: creator('main.a', 5), count: 6 });
  });

  it('adds up labels by key and value', () => {
    const with_ = (stack: typeof lead, ...labels: Array<[string, string, number]>) =>
      dumpStack(
        stack,
        [0, 9, 0],
        { minutes: 4, goroutine: 5 },
        [],
        labels.map(([key, value, count]) => ({ key, value, count }))
      );
    const stacks = [
      with_(lead, ['topic', 'orders', 6], ['topic', 'mail', 3]),
      with_(reader, ['topic', 'mail', 5], ['orders', 'topic', 1]),
      with_(send.members[0]!, ['topic', 'orders', 100]),
    ];
    const { labels } = waitersOf(lookup, readDump(panelData([dumpFrame({}, stacks)]), target))!;
    expect(labels.map(({ key, value, count }) => `${key}=${value} ${count}`)).toEqual([
      'topic=mail 8',
      'topic=orders 6',
      'orders=topic 1',
    ]);
  });

  it('keeps a range that is empty between others, and finds nobody where nobody is', () => {
    const gap = dumpStack(lead, [1, 0, 1], { minutes: 70, goroutine: 3 });
    const dump = readDump(panelData([dumpFrame({}, [gap])]), target);
    expect(waitersOf(lookup, dump)!.waits.map(({ count }) => count)).toEqual([1, 0, 1]);
    expect(waitersOf(send, dump)).toEqual({ count: 0, waits: [], oldest: null, creators: [], labels: [] });
    expect(waitersOf(lookup, readDump(panelData([dumpFrame()]), target))).toBeUndefined();
  });

  it('names creators only of what never reaches own code', () => {
    const by = [{ creator: creator('main.fetchPrice', 88), count: 7 }];
    const stack = dumpStack(lead, [0, 7, 0], { minutes: 40, goroutine: 11 }, by);
    const waiters = waitersOf(lookup, readDump(panelData([dumpFrame({}, [stack])]), target));
    const foreign = { ...lookup, members: lookup.members.map((member) => ({ ...member, userFrame: -1 })) };
    expect(creatorsToName(lookup, waiters)).toEqual([]);
    expect(creatorsToName(foreign, waiters)).toEqual(by);
    expect(creatorsToName({ ...foreign, members: [foreign.members[0]!, reader] }, waiters)).toEqual([]);
    expect(creatorsToName(foreign, undefined)).toEqual([]);
  });
});

describe('in words', () => {
  it.each([
    [0, 'under a minute'],
    [1, '1 min'],
    [59, '59 min'],
    [60, '1 h'],
    [1032, '17 h 12 min'],
    [1440, '1 d'],
    [1499, '1 d'],
    [4 * 1440 + 125, '4 d 2 h'],
  ])('%d minutes: %s', (minutes, words) => {
    expect(plain(waited(minutes))).toBe(words);
  });

  it.each([
    [0, 1, 'under 1 min'],
    [1, 5, '1 to 5 min'],
    [30, 60, '30 min to 1 h'],
    [60, 240, '1 to 4 h'],
    [240, 1440, '4 h to 1 d'],
    [1440, Infinity, '1 d and more'],
    [60, null as unknown as number, '1 h and more'],
  ])('%d to %d: %s', (from, to, words) => {
    expect(plain(rangeLabel({ from, to }))).toBe(words);
  });

  it('says what a dump costs, as far as that is known', () => {
    const offer = { goroutines: 1240, stallMs: 31, bytes: 620_000, needsConfirmation: false, variable: 'dump' };
    expect(plain(costOf(offer))).toBe(
      'Reads 1,240 goroutines one by one: the program stands still for about 30 ms, 0.6 MB.'
    );
    expect(plain(costOf({ ...offer, stallMs: 1640, bytes: 24_700_000 }))).toBe(
      'Reads 1,240 goroutines one by one: the program stands still for about 1.6 s, 25 MB.'
    );
    expect(plain(costOf({ ...offer, stallMs: 3, bytes: 9400 }))).toContain('for about 3 ms, 9.4 kB.');
    expect(plain(costOf({ ...offer, goroutines: null, stallMs: null, bytes: null }))).toBe(
      'Reads all goroutines one by one: the program stands still meanwhile.'
    );
    expect(plain(confirmation({ ...offer, goroutines: 24_497, stallMs: 886 }))).toBe(
      'Stop the program for about 0.9 s and read all 24,497 goroutines'
    );
    expect(confirmation({ ...offer, goroutines: null, stallMs: null })).toBe(
      'Stop the program and read all goroutines'
    );
  });
});
