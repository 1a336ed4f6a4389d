/** @jest-environment node */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Demo } from '../../e2e/support/demo';
import { buildDemoProgram } from '../demo/builds';
import { inspect } from './inspect';
import type { InspectJson } from './json';
import { askPprof } from './pprof';

// Two moments of one running program, compared by pprof and by inspect.

const LEAKED = 25;
const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-compare-'));
const file = (name: string) => path.join(folder, name);
let leaks: Array<{ function: string; count: number }> = [];

beforeAll(async () => {
  await buildDemoProgram();
  const demo = await Demo.start();
  const save = async (moment: string) => {
    for (const kind of ['goroutine', 'heap']) {
      const answer = await fetch(`${demo.url}/debug/pprof/${kind}?gc=1`);
      writeFileSync(file(`${kind}.${moment}`), new Uint8Array(await answer.arrayBuffer()));
    }
  };
  try {
    await demo.step('consumer', 1);
    await save('before');
    const before = await demo.truth();
    await demo.step('consumer', LEAKED);
    await save('after');
    const after = await demo.truth();
    const had = new Map(before.cases.consumer!.leaks.map((leak) => [leak.function, leak.count]));
    leaks = after.cases.consumer!.leaks.map((leak) => ({ ...leak, count: leak.count - (had.get(leak.function) ?? 0) }));
  } finally {
    await demo.stop();
  }
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['goroutine', ['goroutine']],
  ['heap', ['alloc_objects', 'alloc_space', 'inuse_objects', 'inuse_space']],
])('%s: after less before is what pprof says', async (kind, types) => {
  const views = [
    ['top', []],
    ['top -cum', ['--cum']],
    ['traces', ['--view', 'traces']],
  ] as const;
  const reports = askPprof(
    [`-diff_base=${file(`${kind}.before`)}`, file(`${kind}.after`)],
    types.flatMap((type) => views.map(([command]) => ({ command, options: { sample_index: type } })))
  );
  const found = types.flatMap((type) =>
    views.map(([, args]) =>
      inspect([file(`${kind}.after`), '--base', file(`${kind}.before`), '--sample-type', type, '--top', '0', ...args])
    )
  );
  expect(await Promise.all(found)).toEqual(reports);
});

test('what came is what the program says it leaked', async () => {
  const args = [file('goroutine.after'), '--base', file('goroutine.before'), '--json', '--top', '0'];
  const { top } = JSON.parse(await inspect(args)) as InspectJson;
  expect(leaks.length).toBeGreaterThan(0);
  for (const leak of leaks) {
    expect(leak.count).toBe(LEAKED);
    expect(top.find((row) => row.function === leak.function)).toMatchObject({ cum: leak.count });
  }
});
