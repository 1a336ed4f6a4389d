import type { Page } from '@playwright/test';
import { expect, openDashboard, test } from './support/fixtures';
import { isGrafana } from './support/host';
import { goroutineRows } from './support/readings';

const HOST = isGrafana() ? 'grafana' : 'preview';
/** PICTURES=SECONDS lets the program run for that long first: the README's pictures want a past to show. */
const SECONDS = Number(process.env.PICTURES ?? 12);

// One test, so that all pictures show the same minutes of the same program.
test('both dashboards in both themes, kept as pictures', async ({ context, startDemo, addTarget, browserName }) => {
  test.setTimeout((SECONDS + 90) * 1000);
  expect(browserName).toBe('chromium');
  const from = `now-${Math.max(1, Math.ceil(SECONDS / 60))}m`;
  const pages: Array<{ file: string; dashboard: string; page: Page }> = [];
  const open = async (file: string, name: string, theme: 'dark' | 'light', datasource: string) => {
    const page = await context.newPage();
    await openDashboard(page, `tidemark-${name}`, datasource, { theme, from });
    pages.push({ file, dashboard: name, page });
  };
  const leaky = await startDemo(['-start', 'healthy,grpc=30,consumer=20,keepalive=12']);
  const leaks = await addTarget(leaky.url);
  for (const theme of ['dark', 'light'] as const) {
    await open(`goroutines-${theme}`, 'goroutines', theme, leaks);
  }
  // The same bursts, given back in both ways: for docs/reading-memory.md.
  for (const [setting, name] of [
    ['0', 'memory'],
    ['1', 'memory-dontneed'],
  ] as const) {
    const demo = await startDemo(['-start', 'healthy,burst=2'], { GODEBUG: `madvdontneed=${setting}` });
    const datasource = await addTarget(demo.url);
    for (const theme of setting === '0' ? (['dark', 'light'] as const) : (['dark'] as const)) {
      await open(`${name}-${theme}`, 'memory', theme, datasource);
    }
  }
  await expect(goroutineRows(pages[0]!.page).first()).toBeVisible();
  await pages[0]!.page.waitForTimeout(SECONDS * 1000);
  for (const { dashboard, file, page } of pages) {
    await page.bringToFront();
    const drawn = page.getByTestId(`tidemark-${dashboard}`).first();
    await expect(drawn).toBeVisible();
    await expect(drawn.locator('canvas').first()).toBeVisible();
    await page.screenshot({ path: `e2e/screenshots/${HOST}-${file}.png` });
    await expect(page.getByTestId('tidemark-trouble')).toHaveCount(0);
  }
});
