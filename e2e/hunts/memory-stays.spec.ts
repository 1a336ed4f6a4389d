import { bytesOf, expect, lineOf, mib, rowsWith, test, WRITES } from '../support/hunt';
import { memoryValue, panel } from '../support/readings';

test.skip(!WRITES, 'walked by npm run pictures');

test('memory stays after the peak, and nothing leaks: MADV_FREE', async ({ page, startDemo, addTarget, hunt }) => {
  test.setTimeout(200_000);
  const demo = await startDemo(['-start', 'healthy=300'], { GODEBUG: 'madvdontneed=0' });
  await hunt.open('memory', await addTarget(demo.url), 'now-1m');
  const memory = panel(page, 'RSS against heap');
  await page.waitForTimeout(15_000);
  await demo.step('burst', 1, '&mb=300&hold=8s');
  await page.waitForTimeout(15_000);
  const verdict = memory.getByTestId('tidemark-verdict');
  await expect(verdict).toContainText('Not a leak');
  const { lazyFreeBytes = 0, rssBytes } = (await demo.truth()).process;
  hunt.read('RSS', await memoryValue(page, 'RSS'), rssBytes, { by: '/proc/self/status', within: 0.05, unit: mib });
  hunt.read('RSS − (Sys − HeapReleased)', await memoryValue(page, 'residual'), lazyFreeBytes, {
    by: 'LazyFree of /proc/self/smaps_rollup',
    within: 0.1,
    unit: mib,
  });
  await hunt.picture('1-madv-free', memory);
  await memory.getByText('Waterfall', { exact: true }).click();
  await hunt.picture('2-waterfall', memory);
});

test('climbs and falls again and again: defer in a loop', async ({ page, startDemo, addTarget, hunt }) => {
  test.setTimeout(300_000);
  const demo = await startDemo(['-start', 'healthy=300,deferloop=480']);
  await hunt.open('memory', await addTarget(demo.url, { heapIntervalSeconds: 5 }), 'now-2m');
  const memory = panel(page, 'RSS against heap');
  await expect(memory.getByTestId('tidemark-verdict')).toContainText('A saw-tooth', { timeout: 200_000 });
  await hunt.picture('3-saw-tooth', memory);

  const importer = 'main.(*deferloopCase).importBatch';
  await expect(panel(page, 'Heap by function, cumulative (inuse_space)')).toContainText(importer);
  await hunt.goTo('Look inside');
  await hunt.choose('Profile', 'heap');
  await hunt.choose('By', 'lines');
  await hunt.type('Focus', 'importBatch');
  const line = lineOf('demo/deferloop.go', 'd.openExport()\n'.trim());
  const row = rowsWith(page, 'Functions', importer);
  await expect(row).toHaveCount(1);
  await expect(row).toContainText(`demo/deferloop.go:${line}`);
  // The next line defers what the round should do.
  expect(lineOf('demo/deferloop.go', 'defer f.Close()')).toBe(line + 1);
  const held = bytesOf((await row.getByRole('cell').nth(3).textContent())!);
  expect(held).toBeGreaterThan(0);
  await hunt.picture('4-line', panel(page, 'Functions'), 300);
});
