import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Demo } from '../../e2e/support/demo';
import { MemoryHistory } from '../../src/core/history/memory';
import { CallTree } from '../../src/core/history/past/callTree';
import { goroutineCounts, StackInterner } from '../../src/core/profile/goroutines';
import type { Stack } from '../../src/core/profile/stack';
import { bucketOf, type Bucket } from '../../src/datasource/past/pyroscope/bucket';
import { oneLine, Problem } from '../cli/problem';
import { buildDemoProgram } from '../demo/builds';
import { Started } from '../demo/children';
import { askPyroscope, framesOf, type Question, type RawAnswer } from './grafana';
import { checkHeap, recordHeap } from './heap';
import { PyroscopeServer } from './server';
import { feed, leaksOf, type Sent } from './watch';

// The past from Pyroscope, with a real one: it is fed by the demo for a minute, and asked as Grafana's server asks it.
// The counts per stack that Tidemark makes of its answers are compared with the program's own books, and with the
// profiles that were sent; its heap moments with the profiles that they are (heap.ts): `node --import tsx scripts/past/pyroscope.ts --pyroscope PATH`. How to come by a Pyroscope is
// in testdata/pyroscope/README.md. Exits with 1 where something does not agree, with 2 where nothing could be compared.

const CASES = 'healthy,grpc=240,consumer=120,contextmap=120';
const TYPE = 'goroutine:goroutine:count:goroutine:count';
const LABELS = { service_name: 'orders', instance: 'orders-1' };
const SELECTOR = '{service_name="orders"}';
const MAX_NODES = 100_000;

const { values: options } = parseArgs({
  options: {
    pyroscope: { type: 'string', default: process.env.TIDEMARK_PYROSCOPE ?? 'pyroscope' },
    port: { type: 'string', default: '4040' },
    seconds: { type: 'string', default: '60' },
    every: { type: 'string', default: '4' },
    bucket: { type: 'string', default: '20' },
    /** Writes what was sent and answered to that folder. */
    record: { type: 'string' },
  },
});

const bucketMs = 1000 * Number(options.bucket);
const started = new Started();

/** Gives whether all agrees. */
async function main(): Promise<boolean> {
  await buildDemoProgram();
  const server = await PyroscopeServer.start(options.pyroscope, Number(options.port));
  started.add(() => server.stop());
  const demo = await Demo.start(['-start', CASES]);
  started.add(() => demo.stop());
  say(`Pyroscope answers at ${server.url}; it is fed for ${options.seconds} s.`);
  const everyMs = 1000 * Number(options.every);
  // From a bucket's beginning on: each is whole but the last.
  await new Promise((resolve) => setTimeout(resolve, bucketMs - (Date.now() % bucketMs)));
  const sent = await feed(demo, server, LABELS, { everyMs, forMs: 1000 * Number(options.seconds) });
  const firstMs = Math.floor(sent[0]!.atMs / bucketMs) * bucketMs;
  const lastMs = sent.at(-1)!.atMs;
  const answers: Array<{ question: Question; answer: RawAnswer }> = [];
  const ask = async (question: Omit<Question, 'refId' | 'profileTypeId' | 'labelSelector'>) => {
    const whole: Question = { refId: 'A', profileTypeId: TYPE, labelSelector: SELECTOR, ...question };
    const answer = await askPyroscope(server, whole);
    answers.push({ question: whole, answer });
    return framesOf(answer, whole.refId);
  };
  const calls = new CallTree();
  const buckets: Array<{ fromMs: number; bucket: Bucket; sent: Sent[] }> = [];
  for (let fromMs = firstMs; fromMs <= lastMs; fromMs += bucketMs) {
    const toMs = fromMs + bucketMs;
    const span = { fromMs, toMs: toMs - 1, stepMs: bucketMs };
    const [frame] = await ask({ queryType: 'profile', groupBy: [], maxNodes: MAX_NODES, ...span });
    const bucket = bucketOf(frame!, calls, fromMs, toMs);
    if (!bucket) {
      throw new Problem(`Pyroscope has no profiles from ${new Date(fromMs).toISOString()} on`);
    }
    buckets.push({ fromMs, bucket, sent: sent.filter(({ atMs }) => atMs >= fromMs && atMs < toMs) });
  }
  await ask({
    queryType: 'metrics',
    groupBy: ['service_name', 'instance'],
    fromMs: firstMs,
    toMs: firstMs + buckets.length * bucketMs,
    stepMs: bucketMs,
  });
  const agrees = compare(calls, buckets);
  const heap = await checkHeap(server, sent, { selector: SELECTOR, bucketMs, say });
  if (options.record !== undefined) {
    record(options.record, sent, answers);
    recordHeap(path.join(options.record, 'heap'), heap);
  }
  return agrees && heap.agrees;
}

function compare(calls: CallTree, buckets: ReadonlyArray<{ fromMs: number; bucket: Bucket; sent: Sent[] }>): boolean {
  const interner = new StackInterner();
  const live = buckets.map(({ sent }) => sent.map(({ profile }) => goroutineCounts(profile, interner)));
  const history = new MemoryHistory({ maxAgeMs: Infinity });
  const columns = {
    origin: 'Pyroscope' as const,
    stepMs: bucketMs,
    times: Float64Array.from(buckets, ({ bucket }) => bucket.atMs),
    totals: Float64Array.from(buckets, ({ bucket }) => bucket.total),
    profiles: { calls: calls.data, rows: buckets.map(({ bucket }) => bucket.profile) },
    memory: [],
    process: [],
  };
  history.holdPast({ id: 'p', stamp: 1 }, columns, interner);
  const range = history.range(-Infinity, Infinity, { id: 'p', gapMs: 0 });

  const rows: string[][] = [['bucket', 'scrapes', 'leak', 'books before', 'Tidemark', 'books after', '']];
  let isAll = true;
  const judge = (isRight: boolean) => {
    isAll &&= isRight;
    return isRight ? 'ok' : 'WRONG';
  };
  buckets.forEach(({ bucket, fromMs, sent }, row) => {
    const at = new Date(fromMs).toISOString().slice(11, 19);
    const of = (name: string, truth: 'before' | 'after') => mean(sent.map((one) => leaksOf(one[truth]).get(name) ?? 0));
    rows.push([
      at,
      String(bucket.scrapes),
      'scrapes sent',
      '',
      String(sent.length),
      '',
      judge(bucket.scrapes === sent.length),
    ]);
    for (const name of leaksOf(sent.at(-1)!.after).keys()) {
      const told = sum(stacksWith(range.stacks, name).map((stack) => range.counts(stack.key)[row]!));
      const [least, most] = [of(name, 'before'), of(name, 'after')];
      // Rounded to whole goroutines by largest remainders, each stack is less than 1 off.
      const isRight = told > least - 1 && told < most + 1;
      rows.push([at, '', name, least.toFixed(2), String(told), most.toFixed(2), judge(isRight)]);
    }
  });
  say(table(rows));

  let compared = 0;
  let worst = 0;
  const keys = new Map(live.flat().flatMap(({ stacks }) => stacks.map(({ key, frames }) => [key, frames.length])));
  buckets.forEach((_, row) => {
    for (const [key, depth] of keys) {
      const own = mean(
        live[row]!.map(({ counts, stacks }) => sum(stacks.map((one, i) => (one.key === key ? counts[i]! : 0))))
      );
      // Pyroscope drops goroutines without a stack, which have only just begun.
      if (depth > 0) {
        compared++;
        worst = Math.max(worst, Math.abs(range.counts(key)[row]! - own));
      }
    }
  });
  const strange = range.stacks.filter(({ key }) => !keys.has(key));
  say(
    `${compared} counts of ${keys.size} stacks against the profiles that were sent: at most ${worst.toFixed(2)} off.`
  );
  say(`${strange.length} stacks from Pyroscope are not among those of the live profiles.`);
  const withLines = range.stacks.filter(({ frames }) => frames.every(({ line }) => line > 0)).length;
  say(`${withLines} of ${range.stacks.length} have the files and lines of the live ones.`);
  return judge(worst < 1 && strange.length === 0 && withLines > 0) === 'ok' && isAll;
}

function stacksWith(stacks: readonly Stack[], name: string): Stack[] {
  return stacks.filter(({ frames }) => frames.some((frame) => frame.function === name));
}

function record(folder: string, sent: readonly Sent[], answers: unknown): void {
  mkdirSync(folder, { recursive: true });
  sent.forEach(({ body }, i) => writeFileSync(path.join(folder, `${String(i).padStart(2, '0')}.goroutine.d0`), body));
  writeFileSync(path.join(folder, 'answers.json'), `${JSON.stringify(answers)}\n`);
}

function table(rows: readonly string[][]): string {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 2 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  ')
        .trimEnd()
    )
    .join('\n');
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main()
  .then(
    (isRight) => {
      say(isRight ? 'All agrees.' : 'It does not agree.');
      process.exitCode = isRight ? 0 : 1;
    },
    (error: unknown) => {
      process.exitCode = 2;
      process.stderr.write(`past:pyroscope: ${error instanceof Problem ? oneLine(error.message) : String(error)}\n`);
    }
  )
  .finally(() => started.stop());
