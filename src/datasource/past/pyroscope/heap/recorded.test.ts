import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeCapture, profilesIn } from '../../../../../testdata/helpers/captures';
import { framesOf, type Question, type RawAnswer } from '../../../../../scripts/past/grafana';
import { heapAnswer } from '../../../../core/history/answers';
import { HeapHistory } from '../../../../core/history/heapHistory';
import type { PastHeapColumns } from '../../../../core/history/past/heapColumns';
import { heapProfile } from '../../../../core/profile/heap';
import { StackInterner } from '../../../../core/profile/interner';
import { runSteps } from '../../../../core/steps';
import { PyroscopeReader } from '../reader';
import { FakePyroscope } from '../testing';
import { heap } from './heap';

const MINUTE = 60_000;
const FOLDER = join(__dirname, '../../../../../testdata/pyroscope/heap');

const recorded = JSON.parse(readFileSync(join(FOLDER, 'answers.json'), 'utf8')) as Array<{
  question: Question;
  answer: RawAnswer;
}>;
const profiles = profilesIn('pyroscope/heap').map((path) => decodeCapture(path));
const { fromMs, toMs } = recorded.find(({ question }) => question.queryType === 'metrics')!.question;

test('a real Pyroscope’s moments are the profiles that were sent, to the byte, under the keys of the live ones', async () => {
  // A question that the real one was not asked is an error.
  const pyroscope = new FakePyroscope((asked) => {
    const found = recorded.find(
      ({ question: { fromMs: from, labelSelector, maxNodes, profileTypeId, queryType, toMs: to } }) =>
        queryType === asked.queryType &&
        profileTypeId === asked.profileTypeId &&
        labelSelector === asked.labelSelector &&
        maxNodes === asked.maxNodes &&
        from === asked.fromMs &&
        to === asked.toMs
    );
    if (!found) {
      throw new Error(`nobody asked that: ${JSON.stringify(asked)}`);
    }
    return framesOf(found.answer, 'A');
  });
  const source = { uid: 'pyro', matchers: 'service_name="orders"' };
  const reader = new PyroscopeReader(source, heap('inuse_space'), () => toMs + 5 * MINUTE);
  await reader.read(fromMs, toMs, () => undefined);
  expect(reader.trouble).toBeUndefined();
  expect(pyroscope.asked).toHaveLength(recorded.length);

  const { columns, key } = reader.told(fromMs, toMs)!;
  const interner = new StackInterner();
  const sent = profiles.map((profile) => heapProfile(profile, interner));
  const history = new HeapHistory({ maxAgeMs: Infinity, maxBytes: Infinity });
  runSteps(history.holdPastSteps(key, columns as PastHeapColumns, interner));
  const options = { sampleType: 'inuse_space', values: 'scaled', groupBy: 'stack', order: 'flat', top: 1e6 } as const;
  const range = history.range(fromMs, toMs, { id: key.id, gapMs: 0, column: options });
  const { series } = runSteps(heapAnswer(range, options));

  expect(range.times).toHaveLength(3);
  range.times.forEach((atMs, row) => {
    expect(Math.abs(atMs - Number(profiles[row]!.timeNanos) / 1e6)).toBeLessThan(100);
    const { columns: own, stacks } = sent[row]!;
    const truth = stacks.map(({ key: stack }, i) => [stack, own.scaled.inuse_space[i]!] as const);
    const told = series.map(({ stack, values }) => [stack!.key, values[row]!] as const);
    const inUse = (all: ReadonlyArray<readonly [string, number]>) => new Map(all.filter(([, value]) => value > 0));
    expect(inUse(told)).toEqual(inUse(truth));
    expect(inUse(told).size).toBeGreaterThan(10);
  });
  // With the files and lines of the live ones.
  expect(series.every(({ stack }) => stack === interner.get(stack!.key))).toBe(true);
});
