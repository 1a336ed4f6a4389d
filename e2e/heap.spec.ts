import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import type { Page } from '@playwright/test';
import { exactRows } from '../scripts/inspect/pprof';
import { expect, test } from './support/fixtures';
import { dashboardOf } from './support/dashboards';
import { putDashboard } from './support/host';

/** What the leak of demo/contextmap.go goes through: nothing by flat, nearly all of it by cum. */
const HANDLER = 'main.(*shop).ServeHTTP';
const HEAP_INTERVAL_SECONDS = 5;

/** The newest value of a line by its name, as the time series panel's legend has it, in MiB. */
async function lastMiB(page: Page, name: string): Promise<number> {
  const row = page.getByRole('row').filter({ hasText: name }).first();
  const text = (await row.getByRole('cell').last().textContent()) ?? '';
  const [, number, unit] = /^([\d.]+) (B|KiB|MiB|GiB)$/.exec(text.trim()) ?? [];
  return Number(number) * ({ B: 2 ** -20, KiB: 2 ** -10, MiB: 1, GiB: 1024 }[unit ?? ''] ?? NaN);
}

/** `go tool pprof -cum -top` on the running program, in MiB by function. */
function pprofMiB(url: string): Map<string, { flat: number; cum: number }> {
  const { stdout, stderr } = spawnSync(
    'go',
    [
      'tool',
      'pprof',
      '-symbolize=none',
      '-cum',
      '-top',
      '-unit=B',
      '-nodefraction=0',
      '-sample_index=inuse_space',
      `${url}/debug/pprof/heap`,
    ],
    { encoding: 'utf8', env: { ...process.env, PPROF_TMPDIR: tmpdir() } }
  );
  const rows = exactRows(stdout);
  if (rows.length === 0) {
    throw new Error(`go tool pprof said nothing: ${stderr}`);
  }
  return new Map(rows.map(([name, flat, cum]) => [name, { flat: flat / 2 ** 20, cum: cum / 2 ** 20 }]));
}

test('a leak that is found only by cum is a line that climbs, at the height that go tool pprof tells', async ({
  page,
  request,
  startDemo,
  addTarget,
}) => {
  // The profile is as of the last collection: one at each 5 % of growth keeps it near the present.
  const demo = await startDemo([], { GOGC: '5' });
  const datasource = await addTarget(demo.url, { heapIntervalSeconds: HEAP_INTERVAL_SECONDS });
  const panel = (order: 'flat' | 'cum') => ({
    title: order,
    type: 'timeseries' as const,
    datasource,
    target: { queryType: 'heap', sampleType: 'inuse_space', groupBy: 'function', order, top: 10, values: 'scaled' },
    options: { legend: { showLegend: true, displayMode: 'table', placement: 'bottom', calcs: ['lastNotNull'] } },
  });
  const uid = await putDashboard(request, dashboardOf('e2e-heap', [panel('cum'), panel('flat')]));
  const asked: string[] = [];
  page.on('request', (one) => one.url().includes('/debug/pprof/') && asked.push(new URL(one.url()).pathname));

  await demo.step('contextmap', 60);
  await page.goto(`/d/${uid}?kiosk`);
  const line = page.getByRole('row').filter({ hasText: HANDLER });
  await expect(line.first()).toBeVisible();

  for (let i = 0; i < 3; i++) {
    const height = await lastMiB(page, HANDLER);
    const profiles = asked.length;
    await demo.step('contextmap', 60);
    await expect.poll(() => asked.length).toBeGreaterThan(profiles + 1);
    await expect.poll(() => lastMiB(page, HANDLER)).toBeGreaterThan(height);
  }

  // Nothing leaks any more: two profiles with the page's between them.
  await demo.step('contextmap', 1);
  const before = pprofMiB(demo.url).get(HANDLER)!;
  const profiles = asked.length;
  await expect.poll(() => asked.length).toBeGreaterThan(profiles + 1);
  await page.waitForTimeout(1000);
  const shown = await lastMiB(page, HANDLER);
  const after = pprofMiB(demo.url).get(HANDLER)!;
  // The legend has three digits.
  expect(shown).toBeGreaterThanOrEqual(Math.min(before.cum, after.cum) * 0.99);
  expect(shown).toBeLessThanOrEqual(Math.max(before.cum, after.cum) * 1.01);

  // By flat the handler is not among them: it allocates little itself, and one sample of it stands for half a megabyte.
  expect(after.flat).toBeLessThan(0.25 * after.cum);
  // A dashboard of heap queries alone asks for nothing else.
  expect(new Set(asked).size).toBe(1);
  expect(asked[0]).toMatch(/heap$/);
});
