import { expect, openDashboard, test } from './support/fixtures';
import { DASHBOARDS, isGrafana } from './support/host';
import { goroutineRows } from './support/readings';

const HOST = isGrafana() ? 'grafana' : 'preview';
/** PICTURES=SECONDS lets the program run for that long first: the README's pictures want a past to show. */
const SECONDS = Number(process.env.PICTURES ?? 12);

// One test, so that all pictures show the same minutes of the same program.
test('both dashboards in both themes, kept as pictures', async ({ context, startDemo, addTarget, browserName }) => {
  test.setTimeout((SECONDS + 90) * 1000);
  expect(browserName).toBe('chromium');
  const demo = await startDemo(['-start', 'healthy,grpc=30,consumer=20,keepalive=12,burst=2'], {
    GODEBUG: 'madvdontneed=0',
  });
  const datasource = await addTarget(demo.url);
  // The same bursts, given back the other way: for docs/reading-memory.md.
  const other = await startDemo(['-start', 'healthy,burst=2'], { GODEBUG: 'madvdontneed=1' });
  const dontneed = await addTarget(other.url);
  const pages = [];
  for (const name of DASHBOARDS) {
    for (const theme of ['dark', 'light'] as const) {
      const page = await context.newPage();
      const from = `now-${Math.max(1, Math.ceil(SECONDS / 60))}m`;
      await openDashboard(page, `tidemark-${name}`, datasource, { theme, from });
      pages.push({ name, theme, page });
    }
  }
  const page = await context.newPage();
  await openDashboard(page, 'tidemark-memory', dontneed, { from: `now-${Math.max(1, Math.ceil(SECONDS / 60))}m` });
  pages.push({ name: 'memory', theme: 'dontneed-dark', page } as const);
  await expect(goroutineRows(pages[0]!.page).first()).toBeVisible();
  await pages[0]!.page.waitForTimeout(SECONDS * 1000);
  for (const { name, theme, page } of pages) {
    await page.bringToFront();
    const drawn = page.getByTestId(`tidemark-${name}`).first();
    await expect(drawn).toBeVisible();
    await expect(drawn.locator('canvas').first()).toBeVisible();
    await page.screenshot({ path: `e2e/screenshots/${HOST}-${name}-${theme}.png` });
    await expect(page.getByTestId('tidemark-trouble')).toHaveCount(0);
  }
});
