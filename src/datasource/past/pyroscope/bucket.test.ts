import { FieldType, type DataFrame } from '@grafana/data';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeCapture, profilesIn } from '../../../../testdata/helpers/captures';
import { framesOf, type Question, type RawAnswer } from '../../../../scripts/past/grafana';
import { MemoryHistory } from '../../../core/history/memory';
import { CallTree, pathOf } from '../../../core/history/past/callTree';
import type { PastColumns } from '../../../core/history/past/columns';
import { goroutineCounts, StackInterner } from '../../../core/profile/goroutines';
import { bucketOf } from './bucket';
import { readFlameGraph } from './flameGraph';
import { goroutines } from './goroutines';
import { PyroscopeReader } from './reader';
import { FakePyroscope } from './testing';

const MINUTE = 60_000;

/** A frame as Grafana gives it: level, self, label a row; the values follow. */
function frameOf(rows: ReadonlyArray<readonly [level: number, self: number, label: string]>): DataFrame {
  const below = (row: number) => {
    const end = rows.findIndex(([level], i) => i > row && level <= rows[row]![0]);
    return rows.slice(row, end < 0 ? rows.length : end).reduce((sum, [, self]) => sum + self, 0);
  };
  const field = (name: string, values: unknown[], type = FieldType.number) => ({ name, type, config: {}, values });
  return {
    length: rows.length,
    fields: [
      field(
        'level',
        rows.map(([level]) => level)
      ),
      field(
        'value',
        rows.map((_, row) => below(row))
      ),
      field(
        'self',
        rows.map(([, self]) => self)
      ),
      field(
        'label',
        rows.map(([, , label]) => label),
        FieldType.string
      ),
    ],
  };
}

const TAKER = 'runtime.goroutineProfileWithLabels';

describe('a flame graph', () => {
  it('is its stacks, leaf first', () => {
    const calls = new CallTree();
    const frame = frameOf([
      [0, 0, 'total'],
      [1, 0, 'main.main'],
      [2, 4, 'main.run'],
      [3, 2, 'main.wait'],
      [2, 1, 'main.other'],
      [1, 7, 'main.wait'],
    ]);
    const { nodes, other, self, total } = readFlameGraph(frame, calls);
    const { names, ...tree } = calls.data;
    expect([...nodes].map((node) => pathOf(tree, node).map((name) => names[name]))).toEqual([
      ['main.run', 'main.main'],
      ['main.wait', 'main.run', 'main.main'],
      ['main.other', 'main.main'],
      ['main.wait'],
    ]);
    expect([...self]).toEqual([4, 2, 1, 7]);
    expect([total, other]).toEqual([14, 0]);
  });

  it('that was cut short says how much was', () => {
    const rows = [
      [0, 0, 'total'],
      [1, 0, 'main.main'],
      [2, 5, 'main.run'],
      [2, 3, 'other'],
      [1, 2, 'other'],
    ] as const;
    expect(readFlameGraph(frameOf(rows), new CallTree())).toMatchObject({
      total: 10,
      other: 5,
      self: Float64Array.of(5),
    });
  });

  it.each([
    ['no column “label”', { length: 0, fields: frameOf([]).fields.slice(0, 3) }],
    [
      'row 1 stands at level 2, below 1 others',
      frameOf([
        [0, 0, 'total'],
        [2, 1, 'main.run'],
      ]),
    ],
  ])('is refused where it is none: %s', (found, frame) => {
    expect(() => readFlameGraph(frame, new CallTree())).toThrow(found);
  });
});

describe('a bucket', () => {
  it('is a level, not a sum: divided by the goroutines that took a profile', () => {
    const frame = frameOf([
      [0, 0, 'total'],
      [1, 0, 'main.main'],
      [2, 400, 'main.leak'],
      [2, 1, 'main.rare'],
      [1, 0, 'net/http.(*conn).serve'],
      [2, 4, TAKER],
      // Another that wants to take one waits.
      [2, 0, 'runtime/pprof.writeGoroutine'],
      [3, 3, 'runtime.gopark'],
    ]);
    const bucket = bucketOf(frame, new CallTree(), 0, MINUTE)!;
    expect(bucket).toMatchObject({ atMs: MINUTE / 2, scrapes: 4, total: 102 });
    expect([...bucket.profile.counts]).toEqual([100, 1, 1]);
  });

  it('is none without profiles, and refused where their number is not told', () => {
    expect(bucketOf(frameOf([[0, 0, 'total']]), new CallTree(), 0, MINUTE)).toBeUndefined();
    const anonymous = frameOf([
      [0, 0, 'total'],
      [1, 9, 'main.main'],
    ]);
    expect(() => bucketOf(anonymous, new CallTree(), 0, MINUTE)).toThrow('cannot be told how many were added up');
  });
});

describe('what a real Pyroscope answered (testdata/pyroscope)', () => {
  const recorded = JSON.parse(
    readFileSync(join(__dirname, '../../../../testdata/pyroscope/answers.json'), 'utf8')
  ) as Array<{ question: Question; answer: RawAnswer }>;
  const profiles = profilesIn('pyroscope').map((path) => decodeCapture(path));
  const { fromMs, toMs } = recorded.find(({ question }) => question.queryType === 'metrics')!.question;

  /** Answers as Pyroscope did; a question that it was not asked is an error. */
  const answer = (asked: Pick<Question, 'queryType' | 'profileTypeId' | 'labelSelector' | 'fromMs' | 'toMs'>) => {
    const found = recorded.find(
      ({ question }) =>
        question.queryType === asked.queryType &&
        question.profileTypeId === asked.profileTypeId &&
        question.labelSelector === asked.labelSelector &&
        question.fromMs === asked.fromMs &&
        question.toMs === asked.toMs
    );
    if (!found && asked.queryType === 'profile') {
      throw new Error(`nobody asked that: ${JSON.stringify(asked)}`);
    }
    return found ? framesOf(found.answer, 'A') : [];
  };

  const joined = async (interner: StackInterner) => {
    const pyroscope = new FakePyroscope(answer);
    const reader = new PyroscopeReader(
      { uid: 'pyro', matchers: 'service_name="orders"' },
      goroutines(),
      () => toMs + 5 * MINUTE
    );
    await reader.read(fromMs, toMs, () => undefined);
    expect(reader.trouble).toBeUndefined();
    expect(pyroscope.news()).toHaveLength((toMs - fromMs) / MINUTE);
    const { columns, key } = reader.told(fromMs, toMs)!;
    const history = new MemoryHistory({ maxAgeMs: Infinity });
    history.holdPast(key, columns as PastColumns, interner);
    return history.range(fromMs, toMs, { id: key.id, gapMs: 0 });
  };

  it('is the average of the profiles that were sent, stack by stack, under the keys of the live ones', async () => {
    const interner = new StackInterner();
    const live = profiles.map((profile) => ({
      atMs: Number(profile.timeNanos / 1_000_000n),
      counts: goroutineCounts(profile, interner),
    }));
    const range = await joined(interner);
    expect(range.times).toHaveLength(3);
    const keys = new Map(live.flatMap(({ counts }) => counts.stacks.map((stack) => [stack.key, stack])));
    range.stacks.forEach((stack) => expect(stack).toBe(keys.get(stack.key)));
    let compared = 0;
    [...range.times].forEach((middle, row) => {
      const sent = live.filter(({ atMs }) => Math.abs(atMs - middle) < MINUTE / 2);
      expect(sent.length).toBeGreaterThan(1);
      for (const [key, { frames }] of keys) {
        const each = sent.map(({ counts: { counts, stacks } }) =>
          stacks.reduce((sum, stack, i) => (stack.key === key ? sum + counts[i]! : sum), 0)
        );
        // Goroutines without a stack have only just begun; Pyroscope drops them.
        if (frames.length > 0) {
          const average = each.reduce((a, b) => a + b) / sent.length;
          expect(Math.abs(range.counts(key)[row]! - average)).toBeLessThan(1);
          compared++;
        }
      }
    });
    expect(compared).toBeGreaterThan(40);
  });

  it('has the same keys where no profile was taken live, of names only', async () => {
    const range = await joined(new StackInterner());
    const interner = new StackInterner();
    const keys = new Set(
      profiles.flatMap((profile) => goroutineCounts(profile, interner).stacks.map(({ key }) => key))
    );
    expect(range.stacks.length).toBeGreaterThan(10);
    range.stacks.forEach(({ frames, key }) => {
      expect(keys).toContain(key);
      expect(frames.every(({ file, line }) => file === '' && line === 0)).toBe(true);
    });
    // What a stack waits for is told by names alone, but for nil channels.
    range.stacks.forEach(({ blockedOn, key }) => expect(blockedOn).toBe(interner.get(key)!.blockedOn));
  });
});
