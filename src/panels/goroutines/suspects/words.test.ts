import type { SuspectRow } from '../../../frames/contract';
import { growth, interval, sureness } from './figures';
import { focusPattern } from './filter';
import { lookup, member, minute, send, suspectsMeta } from './fixture';
import { membersLine } from './members';
import { plainSentence, sentenceOf } from './sentence';
import { sinceOf } from './since';

const HOUR = 3_600_000;
/** Narrow spaces before units are for the eye. */
const plain = (text: string) => text.replace(/[\u202f\u00a0]/g, ' ');
const say = (more: Parameters<typeof suspectsMeta>[0]) => {
  const sentence = sentenceOf(suspectsMeta(more), 'utc', 2 * HOUR);
  return { verdict: sentence.verdict, text: plain(plainSentence(sentence)) };
};

describe('the sentence', () => {
  it('names deploy, pace and function of the fastest leak, and counts the others', () => {
    expect(say({})).toEqual({
      verdict: 'leaking',
      text: 'Leaking since v1.4.2: +12.3 goroutines a minute in catalog.(*Client).Lookup, three stacks that grow together, and 1 more leak.',
    });
  });

  it('says since when, where no deploy did it, and what the goroutines wait for', () => {
    expect(say({ suspects: [send] }).text).toBe(
      'Leaking since before 12:00: +0.9 goroutines a minute in pulsar.(*producer).send, blocked on chan send.'
    );
    const later: SuspectRow = { ...send, sinceBefore: false, sinceMs: minute(75), blockedOn: ['other'] };
    expect(say({ suspects: [later, send, send] }).text).toBe(
      'Leaking since 13:15: +0.9 goroutines a minute in pulsar.(*producer).send, and 2 more leaks.'
    );
  });

  it('does not put a leak down to a deploy that it grew before as well', () => {
    const deploy = { name: 'v1.4.2', atMs: minute(60), relation: 'also before' } as const;
    expect(say({ suspects: [{ ...send, deploy }] }).text).toMatch(/^Leaking since before 12:00:/);
  });

  it('passes on forecasts and what a goroutine takes', () => {
    const text = say({ forecasts: ['At this pace 10000 goroutines are reached in 11 h.'], bytesEach: 38 * 1024 }).text;
    expect(text).toMatch(/1 more leak\. At this pace 10000 .* 11 h\. One goroutine more takes about 38 KiB\.$/);
  });

  it('says what was looked at when nothing leaks, and the most important caveat', () => {
    const window = { fromMs: minute(0), toMs: minute(42), scrapes: 168, stacks: 1870, healthy: 1870 };
    const caveats = [
      { kind: 'load not known', text: 'The load is not known.' },
      { kind: 'gaps', text: 'One gap.' },
    ];
    expect(say({ suspects: [], window, caveats })).toEqual({
      verdict: 'healthy',
      text: 'Nothing leaks: 1,870 stacks over 42 min, none grows beyond its waves. The load is not known.',
    });
    expect(say({ suspects: [], window: { ...window, stacks: 1 } }).text).toMatch(/1 stack over 42 min, which does not/);
  });

  it('does not call healthy what is too short, or what grew and was not called a leak', () => {
    const short = { kind: 'short window', text: 'Only 40 s could be looked at.' };
    const window = { fromMs: 0, toMs: 40_000, scrapes: 20, stacks: 28, healthy: 28 };
    expect(say({ suspects: [], window, caveats: [short] })).toEqual({
      verdict: 'unjudged',
      text: 'Too early to say: 28 stacks over 40 s, none of which surely leaks. Only 40 s could be looked at.',
    });
    expect(say({ suspects: [], window: { ...window, toMs: 120_000 }, caveats: [short] }).verdict).toBe('healthy');
    const rising = { kind: 'no off-peak yet', text: 'Load rose by 40 %.' };
    expect(say({ suspects: [], window: { ...window, toMs: 600_000 }, caveats: [short, rising] })).toEqual({
      verdict: 'unjudged',
      text: 'Not sure yet: 28 stacks over 10 min, none of which surely leaks. Load rose by 40 %.',
    });
  });

  it('does not call healthy what could not be judged', () => {
    const caveats = [
      { kind: 'restarts', text: 'The program was restarted once.' },
      { kind: 'too few scrapes', text: 'Too few scrapes to judge: 7 usable, 20 are needed.' },
    ];
    expect(say({ suspects: [], caveats })).toEqual({
      verdict: 'unjudged',
      text: 'Not judged yet: too few scrapes to judge: 7 usable, 20 are needed.',
    });
    const window = { fromMs: null, toMs: null, scrapes: 0, stacks: 0, healthy: 0 };
    expect(say({ suspects: [], window }).verdict).toBe('unjudged');
    const looking = [{ kind: 'being judged', text: 'Looking at 5,760 scrapes.' }];
    expect(say({ suspects: [], window, caveats: looking })).toEqual({
      verdict: 'unjudged',
      text: 'Not judged yet: looking at 5,760 scrapes.',
    });
  });
});

describe('since when', () => {
  const since = (row: SuspectRow, windowMs = 2 * HOUR) => {
    const { lead, isDeploy, beneath, explain } = sinceOf(row, 'utc', windowMs);
    return { lead, isDeploy, beneath: plain(beneath), explain: plain(explain) };
  };

  it('names the deploy with the pace before it, and the interval on request', () => {
    expect(since(lookup)).toEqual({
      lead: 'v1.4.2',
      isDeploy: true,
      beneath: 'before: 0.0 / min',
      explain: 'Grows since 12:48; deploy v1.4.2 was at 12:47. Before it: 0.00 per minute (95 %: −0.02 to 0.03).',
    });
  });

  it('keeps a decimal in the pace before, however fast it is now', () => {
    expect(since({ ...lookup, perMinute: 120, low: 93, high: 147 }).beneath).toBe('before: 0.0 / min');
  });

  it('names a deploy by the first line of what was posted', () => {
    const name = `orders-api 1.4.2\nby ${'a person '.repeat(20)}`;
    expect(since({ ...lookup, deploy: { ...lookup.deploy!, name } }).lead).toBe('orders-api 1.4.2');
    const long = since({ ...lookup, deploy: { ...lookup.deploy!, name: 'x'.repeat(100) } }).lead;
    expect(long).toBe(`${'x'.repeat(39)}…`);
  });

  it('gives the deploy’s time where the time before it was not seen', () => {
    const deploy = { name: 'v1.4.2', atMs: minute(47), relation: 'since' } as const;
    expect(since({ ...lookup, deploy })).toMatchObject({
      beneath: '12:47',
      explain: expect.stringMatching(/not seen/),
    });
  });

  it('gives the time, and says that no deploy is near', () => {
    expect(since({ ...send, sinceBefore: false, sinceMs: minute(75) })).toMatchObject({
      lead: '13:15',
      isDeploy: false,
      beneath: 'no deploy near',
    });
  });

  it('says where it may have begun before', () => {
    expect(since(send)).toMatchObject({ lead: 'before 12:00', beneath: 'as far back as seen' });
    expect(since(send, 48 * HOUR).lead).toBe('before 10-01 12:00');
    const deploy = { name: 'v1.4.2', atMs: minute(60), relation: 'also before' } as const;
    expect(since({ ...send, deploy })).toMatchObject({ lead: 'before 12:00', beneath: 'also before v1.4.2' });
  });
});

it.each([
  [{ perMinute: 1234.5, low: 1200.2, high: 1299.9 }, '+1,235', '1,200 to 1,300'],
  [{ perMinute: 12.34, low: 11.82, high: 12.71 }, '+12.3', '11.8 to 12.7'],
  [{ perMinute: 0.07, low: -0.004, high: 0.12 }, '+0.07', '0.00 to 0.12'],
  [{ perMinute: 0.012, low: 0.004, high: 0.02 }, '+0.012', '0.004 to 0.020'],
])('writes the pace %j with its interval in the same decimals', (pace, middle, range) => {
  expect(growth(pace)).toBe(middle);
  expect(interval(pace)).toBe(range);
});

it.each([
  [0.99998, '> 99.9 %'],
  [1, '> 99.9 %'],
  [0.9968, '99.6 %'],
  [0.95, '95.0 %'],
])('never calls %d certain, nor more than it is', (confidence, text) => {
  expect(plain(sureness(confidence))).toBe(text);
});

describe('what a leak is made of', () => {
  it('names its stacks with their counts', () => {
    expect(plain(membersLine(lookup))).toBe(
      '3 stacks, one leak: Client.Lookup 588, http2Client.reader 585, loopyWriter.run 585'
    );
  });

  it('tells stacks of one name apart by what they wait for', () => {
    const figures = { count: 5, perMinute: 1 };
    const members = [
      member('main.leak', 'select', figures),
      member('main.leak', 'chan send', figures),
      member('main.Pool[go.shape.int].Get.func1', 'mutex', figures),
    ];
    expect(plain(membersLine({ ...lookup, members }))).toBe(
      '3 stacks, one leak: leak (select) 5, leak (chan send) 5, Pool.Get.func1 5'
    );
  });

  it('says where a single stack stands', () => {
    expect(membersLine(send)).toBe('file41.go:41');
  });
});

describe('the focus pattern of a row', () => {
  it('matches its function and no other', () => {
    const row = { ...lookup, members: lookup.members.slice(0, 1) };
    expect(focusPattern(row)).toBe('^example\\.com/shop/catalog\\.\\(\\*Client\\)\\.Lookup$');
  });

  it('matches each of its functions once, in an order that does not follow their paces', () => {
    const members = [...lookup.members, lookup.members[1]!];
    const pattern = focusPattern({ ...lookup, members });
    expect(pattern).toMatch(/^\^\(\?:[^|]+\|[^|]+\|[^|]+\)\$$/);
    expect(focusPattern({ ...lookup, members: [...members].reverse() })).toBe(pattern);
    const regex = new RegExp(pattern);
    for (const { frames } of lookup.members) {
      expect(frames[1]!.function).toMatch(regex);
      expect(`${frames[1]!.function}.func1`).not.toMatch(regex);
    }
  });

  it('takes every character of a name as it is', () => {
    const name = 'main.(*T[go.shape.struct { X int }]).m^$|\\+?';
    expect(name).toMatch(new RegExp(focusPattern({ ...send, members: [member(name, 'select', send)] })));
    expect(focusPattern({ ...send, members: [], function: 'a.b' })).toBe('^a\\.b$');
  });
});
