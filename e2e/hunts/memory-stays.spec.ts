import type { Page } from '@playwright/test';
import type { Demo } from '../support/demo';
import { bytesOf, expect, lineOf, binary, rowsWith, test, type Hunt, WRITES } from '../support/hunt';
import { memoryValue, panel } from '../support/readings';

test.skip(!WRITES, 'walked by npm run pictures');

test('memory that stays, twice, and no leak: MADV_FREE, and defer in a loop', async ({
  page,
  startDemo,
  addTarget,
  hunt,
}) => {
  test.setTimeout(400_000);
  const stays = await startDemo(['-start', 'healthy=300'], { GODEBUG: 'madvdontneed=0' });
  await hunt.open('memory', await addTarget(stays.url), 'now-1m');
  await afterThePeak(page, hunt, stays);
  await stays.stop();

  const climbs = await startDemo(['-start', 'healthy=300,deferloop=480']);
  await hunt.open('memory', await addTarget(climbs.url, { heapIntervalSeconds: 5 }), 'now-2m');
  await sawTooth(page, hunt);
});

async function afterThePeak(page: Page, hunt: Hunt, demo: Demo): Promise<void> {
  const memory = panel(page, 'RSS against heap');
  const verdict = memory.getByTestId('tidemark-verdict');
  await expect(verdict).toContainText('Nothing found', { timeout: 90_000 });
  await page.waitForTimeout(15_000);
  await demo.step('burst', 1, '&mb=300&hold=8s');
  await expect(verdict).toContainText('were freed with MADV_FREE');
  await page.waitForTimeout(15_000);
  await expect(verdict).toHaveAttribute('data-verdict', 'ok');
  const { lazyFreeBytes = 0, rssBytes } = (await demo.truth()).process;
  hunt.read('RSS', await memoryValue(page, 'RSS'), rssBytes, {
    by: '`/proc/self/status`',
    within: 0.05,
    unit: binary,
  });
  hunt.read('residual: RSS − (Sys − HeapReleased)', await memoryValue(page, 'residual'), lazyFreeBytes, {
    by: '`LazyFree` of `/proc/self/smaps_rollup`',
    within: 0.1,
    unit: binary,
  });
  await hunt.picture('1-madv-free', memory);
}

async function sawTooth(page: Page, hunt: Hunt): Promise<void> {
  const memory = panel(page, 'RSS against heap');
  await expect(memory.getByTestId('tidemark-verdict')).toContainText('A saw-tooth: held and let go', {
    timeout: 200_000,
  });
  // Several teeth, for the picture.
  await page.waitForTimeout(45_000);
  await hunt.picture('2-saw-tooth', memory);

  const importer = 'main.(*deferloopCase).importBatch';
  await expect(panel(page, 'Heap by function, cumulative (inuse_space)')).toContainText(importer);
  await hunt.goTo('Look inside');
  await hunt.choose('Profile', 'heap');
  await hunt.choose('By', 'lines');
  await hunt.type('Focus', 'importBatch');
  const line = lineOf('demo/deferloop.go', 'd.openExport()');
  const row = rowsWith(page, 'Functions', importer);
  await expect(row).toHaveCount(1);
  await expect(row).toContainText(`demo/deferloop.go:${line}`);
  // What the round should do at its end stands on the next line, deferred to the batch's.
  hunt.read('line of `defer f.Close()`', line + 1, lineOf('demo/deferloop.go', 'defer f.Close()'), {
    by: 'the source',
  });
  expect(bytesOf((await row.getByRole('cell').nth(3).textContent())!)).toBeGreaterThan(0);
  await hunt.picture('3-line', panel(page, 'Functions'), 300);
}
