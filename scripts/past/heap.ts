import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { heapAnswer } from '../../src/core/history/answers';
import { HeapHistory } from '../../src/core/history/heapHistory';
import { CallTree } from '../../src/core/history/past/callTree';
import { heapProfile } from '../../src/core/profile/heap';
import { StackInterner } from '../../src/core/profile/goroutines';
import { runSteps } from '../../src/core/steps';
import { OneProfile } from '../../src/datasource/past/pyroscope/heap/oneProfile';
import { Rhythm } from '../../src/datasource/past/pyroscope/heap/rhythm';
import type { Moment } from '../../src/datasource/past/pyroscope/recipe';
import { askPyroscope, framesOf, type Question, type RawAnswer } from './grafana';
import type { PyroscopeServer } from './server';
import type { Sent, SentProfile } from './watch';

const SAMPLE_TYPE = 'inuse_space';
const TYPE = 'memory:inuse_space:bytes:space:bytes';
const MAX_NODES = 100_000;

interface How {
  readonly selector: string;
  readonly bucketMs: number;
  readonly say: (line: string) => void;
}

/** What was asked and answered, the profiles that moments are, and whether all agrees. */
export interface HeapCheck {
  readonly answers: ReadonlyArray<{ question: Question; answer: RawAnswer }>;
  readonly sent: readonly SentProfile[];
  readonly agrees: boolean;
}

/** Reads a moment of each bucket, the newest first as the reader does, and compares it with the profile that it is. */
export async function checkHeap(server: PyroscopeServer, sent: readonly Sent[], how: How): Promise<HeapCheck> {
  const { bucketMs, say, selector } = how;
  const answers: Array<{ question: Question; answer: RawAnswer }> = [];
  const ask = async (rest: Pick<Question, 'queryType' | 'groupBy' | 'fromMs' | 'toMs' | 'maxNodes' | 'stepMs'>) => {
    const question: Question = { refId: 'A', profileTypeId: TYPE, labelSelector: selector, ...rest };
    const answer = await askPyroscope(server, question);
    answers.push({ question, answer });
    return framesOf(answer, 'A');
  };
  const firstMs = Math.floor(sent[0]!.atMs / bucketMs) * bucketMs;
  const endMs = Math.floor(sent.at(-1)!.heap.atMs / bucketMs) * bucketMs + bucketMs;
  await ask({
    queryType: 'metrics',
    groupBy: ['service_name', 'instance'],
    fromMs: firstMs,
    toMs: endMs,
    stepMs: bucketMs,
  });
  const calls = new CallTree();
  const rhythm = new Rhythm();
  const moments: Moment[] = [];
  for (let fromMs = endMs - bucketMs; fromMs >= firstMs; fromMs -= bucketMs) {
    const before = answers.length;
    const one = new OneProfile(
      { fromMs, toMs: fromMs + bucketMs },
      async (from, to, maxNodes = MAX_NODES) =>
        (await ask({ queryType: 'profile', groupBy: [], fromMs: from, toMs: to, maxNodes, stepMs: to + 1 - from }))[0]!,
      calls
    );
    const guessed = await one.guessed(rhythm);
    const moment = guessed ?? (await one.searched(rhythm));
    moments.unshift(...(moment ? [moment] : []));
    const at = new Date(fromMs).toISOString().slice(11, 19);
    say(`heap ${at}: ${guessed ? 'guessed' : 'searched'} with ${answers.length - before} questions`);
  }
  const chosen = moments.map(({ atMs }) => nearest(sent, atMs));
  return { answers, sent: chosen, agrees: compare(moments, chosen, calls, how) };
}

function nearest(sent: readonly Sent[], atMs: number): SentProfile {
  return sent
    .map(({ heap }) => heap)
    .reduce((best, one) => (Math.abs(one.atMs - atMs) < Math.abs(best.atMs - atMs) ? one : best));
}

/** Stack by stack, to the byte. */
function compare(moments: readonly Moment[], sent: readonly SentProfile[], calls: CallTree, how: How): boolean {
  const { bucketMs, say } = how;
  const interner = new StackInterner();
  const profiles = sent.map(({ profile }) => heapProfile(profile, interner));
  const history = new HeapHistory({ maxAgeMs: Infinity, maxBytes: Infinity });
  const columns = {
    origin: 'Pyroscope' as const,
    stepMs: bucketMs,
    sampleType: SAMPLE_TYPE,
    times: Float64Array.from(moments, ({ atMs }) => atMs),
    profiles: { calls: calls.data, rows: moments.map(({ profile }) => profile) },
  } as const;
  runSteps(history.holdPastSteps({ id: 'p', stamp: 1 }, columns, interner));
  const options = {
    sampleType: SAMPLE_TYPE,
    values: 'scaled',
    groupBy: 'stack',
    order: 'flat',
    top: Infinity,
  } as const;
  const range = history.range(-Infinity, Infinity, { id: 'p', gapMs: 0, column: options });
  const { series } = runSteps(heapAnswer(range, options));
  const told = new Map(series.map(({ stack, values }) => [stack!.key, values]));
  let [compared, wrong, worstMs] = [0, 0, 0];
  moments.forEach(({ atMs }, row) => {
    const { columns: own, stacks } = profiles[row]!;
    worstMs = Math.max(worstMs, Math.abs(atMs - sent[row]!.atMs));
    const truth = new Map(stacks.map(({ key }, i) => [key, own.scaled[SAMPLE_TYPE][i]!]));
    for (const key of new Set([...truth.keys(), ...told.keys()])) {
      compared++;
      wrong += (told.get(key)?.[row] ?? 0) === (truth.get(key) ?? 0) ? 0 : 1;
    }
  });
  say(
    `${moments.length} heap moments, each within ${worstMs} ms of a profile that was sent: ${compared} values of ${told.size} stacks, ${wrong} of them other than that profile’s.`
  );
  return moments.length > 0 && told.size > 0 && wrong === 0;
}

export function recordHeap(folder: string, { answers, sent }: HeapCheck): void {
  mkdirSync(folder, { recursive: true });
  sent.forEach(({ body }, i) => writeFileSync(path.join(folder, `${String(i).padStart(2, '0')}.heap.d0`), body));
  writeFileSync(path.join(folder, 'answers.json'), `${JSON.stringify(answers)}\n`);
}
