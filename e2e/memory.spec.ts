import type { Page } from '@playwright/test';
import { dashboardOf } from './support/dashboards';
import { expect, openDashboard, test } from './support/fixtures';
import { putDashboard } from './support/host';
import { memoryValue, panel } from './support/readings';

const MIB = 1 << 20;
const BANDS = ['live', 'fragmentation', 'idle', 'stacks', 'runtime'];

test('the bands add up, and RSS is what the program’s /metrics said', async ({
  page,
  startDemo,
  addTarget,
  consoleErrors,
}) => {
  const demo = await startDemo();
  const told = watchMetrics(page);
  await openDashboard(page, 'tidemark-memory', await addTarget(demo.url));
  await expect(page.getByTestId('tidemark-memory-legend-RSS').first()).toHaveAttribute('data-value', /\d/);

  // One moment's figures must be read at once: the next scrape changes them.
  const shown = await page.evaluate(() => {
    const figures = [...document.querySelectorAll('[data-testid^="tidemark-memory-legend-"]')];
    return Object.fromEntries(
      figures.map((f) => [f.getAttribute('data-testid')!.slice(23), Number(f.getAttribute('data-value'))])
    );
  });
  expect(BANDS.reduce((sum, name) => sum + shown[name]!, 0)).toBe(shown.goResident);
  expect(shown.residual).toBe(shown.RSS! - shown.goResident!);

  const scrape = told.find(
    (metrics) =>
      metrics.process_resident_memory_bytes === shown.RSS && metrics.go_memstats_heap_alloc_bytes === shown.live
  );
  expect(scrape).toBeDefined();
  expect(shown.goResident).toBe(scrape!.go_memstats_sys_bytes! - scrape!.go_memstats_heap_released_bytes!);

  const truth = await demo.truth();
  expect(Math.abs(shown.RSS! - truth.process.rssBytes)).toBeLessThan(8 * MIB);
  expect(consoleErrors).toEqual([]);
});

test('all three memory sources agree with one another and with the program', async ({
  page,
  request,
  startDemo,
  addTarget,
}) => {
  const demo = await startDemo();
  const sources = ['/metrics', '/debug/vars', 'heap?debug=1'];
  const panels = [];
  for (const source of sources) {
    panels.push({
      title: source,
      type: 'tidemark-memory-panel' as const,
      datasource: await addTarget(demo.url, { memorySource: source }),
      target: { queryType: 'memory', view: 'bands' },
    });
  }
  const uid = await putDashboard(request, dashboardOf('e2e-memory-sources', panels));
  await page.goto(`/d/${uid}?kiosk`);
  for (const source of sources) {
    const scope = panel(page, source);
    await expect(scope.getByTestId('tidemark-memory-legend-goResident')).toHaveAttribute('data-value', /\d/);
    // Sys moves seldom in a program that does nothing: all must come to say what the program says itself.
    await expect
      .poll(async () => {
        const { memStats } = await demo.truth();
        const [estimate, released] = [await memoryValue(scope, 'goResident'), await memoryValue(scope, 'released')];
        return estimate + released - memStats.Sys!;
      })
      .toBe(0);
  }
});

for (const [setting, regime] of [
  ['0', 'MADV_FREE'],
  ['1', 'MADV_DONTNEED'],
] as const) {
  test(`a burst that was freed, under GODEBUG=madvdontneed=${setting}`, async ({ page, startDemo, addTarget }) => {
    const demo = await startDemo([], { GODEBUG: `madvdontneed=${setting}` });
    await openDashboard(page, 'tidemark-memory', await addTarget(demo.url));
    await demo.step('burst', 1, '&mb=192&hold=0s');
    await expect.poll(() => memoryValue(page, 'released')).toBeGreaterThan(180 * MIB);

    const { lazyFreeBytes = 0 } = (await demo.truth()).process;
    const verdict = panel(page, 'RSS against heap').getByTestId('tidemark-verdict');
    if (setting === '0') {
      // Within three scrapes the panel says that nothing leaks, and why RSS stays.
      await expect(verdict).toContainText('were freed with MADV_FREE', { timeout: 3_500 });
      await expect(verdict).toHaveAttribute('data-verdict', 'ok');
      expect(lazyFreeBytes).toBeGreaterThan(150 * MIB);
      expect(Math.abs((await memoryValue(page, 'residual')) / lazyFreeBytes - 1)).toBeLessThan(0.1);
    } else {
      expect(lazyFreeBytes).toBe(0);
      expect(await memoryValue(page, 'residual')).toBeLessThan(32 * MIB);
      // RSS fell with the bands.
      expect((await memoryValue(page, 'RSS')) - (await memoryValue(page, 'goResident'))).toBeLessThan(32 * MIB);
      await page.waitForTimeout(3_000);
      await expect(verdict).not.toContainText('MADV_FREE');
    }
    await expect(page.getByText(regime, { exact: true }).first()).toBeVisible();
  });
}

test('without any RSS the bands stand, and the panel says what is missing', async ({ page, startDemo, addTarget }) => {
  const demo = await startDemo(['-serve', 'pprof']);
  await openDashboard(page, 'tidemark-memory', await addTarget(demo.url));
  await expect(page.getByTestId('tidemark-memory-legend-live').first()).toHaveAttribute('data-value', /\d/);
  await expect(page.getByTestId('tidemark-memory-legend-RSS')).toHaveCount(0);
  await expect(page.getByText(/RSS not known/).first()).toBeVisible();
});

/** Every /metrics answer that the page received, read by its own few lines. */
function watchMetrics(page: Page): Array<Record<string, number>> {
  const told: Array<Record<string, number>> = [];
  page.on('response', async (response) => {
    if (response.url().endsWith('/metrics') && response.ok()) {
      const lines = (await response.text()).split('\n').filter((line) => /^(go_memstats|process)_\w+ /.test(line));
      told.push(Object.fromEntries(lines.map((line) => line.split(' ')).map(([name, value]) => [name, Number(value)])));
    }
  });
  return told;
}
