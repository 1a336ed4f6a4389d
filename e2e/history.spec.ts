import type { Page } from '@playwright/test';
import { FaultyProxy } from './support/faultyProxy';
import { expect, openDashboard, test } from './support/fixtures';
import { hostUrl } from './support/host';
import { fill, keptChunks, keptTimes, longestGap, toVersion1 } from './support/kept';

// The dashboards of the tests sample every second.
const EVERY_MS = 1_000;

const SETTINGS = { scrapeIntervalSeconds: 1, costBudgetPercent: 100 };

const picture = (page: Page) => page.getByTestId('tidemark-memory-plot').first();

/** When the moments of the picture begin, and how many there are. */
async function shown(page: Page): Promise<{ moments: number; firstMs: number }> {
  await expect(picture(page)).toBeVisible();
  const [moments, first] = await Promise.all(
    ['data-moments', 'data-first'].map((name) => picture(page).getAttribute(name))
  );
  return { moments: Number(moments), firstMs: Number(first) };
}

const enough = (page: Page, moments: number) =>
  expect.poll(async () => (await shown(page)).moments, { timeout: 60_000 }).toBeGreaterThanOrEqual(moments);

test('a reload keeps every point, shows them at once, and a target that was away is a gap', async ({
  page,
  startDemo,
  addTarget,
  consoleErrors,
}) => {
  const program = await FaultyProxy.before((await startDemo(['-start', 'consumer=60'])).url);
  await openDashboard(page, 'tidemark-memory', await addTarget(program.url, SETTINGS));
  await enough(page, 8);
  const before = await shown(page);
  const kept = await keptTimes(page);
  // What is shown is what is kept, but for a scrape that came between the two looks.
  expect(Math.abs(kept.length - before.moments)).toBeLessThanOrEqual(1);
  expect(kept[0]).toBe(before.firstMs);

  // The program does not answer any more: what is shown now cannot be from it.
  program.fault = 'down';
  await page.reload();
  const after = await shown(page);
  expect(after.firstMs).toBe(before.firstMs);
  expect(after.moments).toBeGreaterThanOrEqual(before.moments);
  expect((await keptTimes(page)).slice(0, kept.length)).toEqual(kept);

  await page.waitForTimeout(3_000);
  program.fault = 'none';
  await enough(page, before.moments + 4);
  expect((await shown(page)).firstMs).toBe(before.firstMs);
  program.close();
  expect(consoleErrors.filter((error) => !/502|500/.test(error))).toEqual([]);
});

test('what the previous schema kept is there', async ({ page, startDemo, addTarget }) => {
  const demo = await startDemo(['-start', 'consumer=60']);
  await openDashboard(page, 'tidemark-memory', await addTarget(demo.url, SETTINGS));
  await enough(page, 4);
  const [dashboard, { firstMs, moments }] = [page.url(), await shown(page)];
  await page.goto('/api/health');
  await toVersion1(page);
  await page.goto(dashboard);
  const after = await shown(page);
  expect(after.firstMs).toBe(firstMs);
  expect(after.moments).toBeGreaterThanOrEqual(moments);
});

test('three tabs make one request an interval; when the one that makes them is killed another goes on', async ({
  context,
  startDemo,
  addTarget,
}) => {
  test.setTimeout(120_000);
  const program = await FaultyProxy.before((await startDemo(['-start', 'consumer=60'])).url);
  const uid = await addTarget(program.url, SETTINGS);
  const tabs = [await context.newPage(), await context.newPage(), await context.newPage()];
  for (const tab of tabs) {
    await openDashboard(tab, 'tidemark-memory', uid);
    await enough(tab, 2);
  }
  const profiles = () => program.requests.filter((path) => path.startsWith('/debug/pprof/goroutine')).length;
  const [askedBefore, startedMs] = [profiles(), Date.now()];
  await tabs[0]!.waitForTimeout(8 * EVERY_MS);
  const asked = profiles() - askedBefore;
  const intervals = (Date.now() - startedMs) / EVERY_MS;
  expect(asked).toBeLessThanOrEqual(Math.ceil(intervals) + 1);
  expect(asked).toBeGreaterThanOrEqual(Math.floor(intervals / 2));
  // All three show the same.
  await expect(async () => {
    const [one, ...others] = await Promise.all(tabs.map(shown));
    others.forEach((other) => expect(Math.abs(other.moments - one!.moments)).toBeLessThanOrEqual(1));
  }).toPass();

  // Whichever it is that samples, it is among the first two that go.
  for (const tab of tabs.slice(0, 2)) {
    await tab.close({ runBeforeUnload: false });
    const survivor = tabs[2]!;
    const { moments } = await shown(survivor);
    await enough(survivor, moments + 3);
    expect(longestGap(await keptTimes(survivor))).toBeLessThanOrEqual(3 * EVERY_MS);
  }
  program.close();
});

test('a tab that hangs while it samples is taken over from within two intervals', async ({
  context,
  startDemo,
  addTarget,
}) => {
  test.setTimeout(120_000);
  const demo = await startDemo(['-start', 'consumer=60']);
  const uid = await addTarget(demo.url, { ...SETTINGS, scrapeIntervalSeconds: 2 });
  const [leader, other] = [await context.newPage(), await context.newPage()];
  await openDashboard(leader, 'tidemark-memory', uid);
  await enough(leader, 2);
  await openDashboard(other, 'tidemark-memory', uid);
  await enough(other, 3);
  // It holds its lock, and does nothing.
  const hanging = leader.evaluate(() => {
    const until = Date.now() + 20_000;
    while (Date.now() < until) {}
  });
  const { moments } = await shown(other);
  await enough(other, moments + 4);
  // Two intervals without a sign of life, a second of grace, and the round itself.
  expect(longestGap(await keptTimes(other))).toBeLessThanOrEqual(2 * 2_000 + 1_000 + 3_000);
  await hanging.catch(() => undefined);
});

test('where the browser has no more room the oldest goes, of whatever target, and the newest stays', async ({
  page,
  context,
  startDemo,
  addTarget,
}) => {
  const demo = await startDemo(['-start', 'consumer=60']);
  const client = await context.newCDPSession(page);
  await client.send('Storage.overrideQuotaForOrigin', { origin: new URL(hostUrl()).origin, quotaSize: 16 * 2 ** 20 });
  await openDashboard(page, 'tidemark-memory', await addTarget(demo.url, SETTINGS));
  await enough(page, 3);
  const fullMs = Date.now();
  // Another target, of long ago, takes all the room there is; once more where the browser had tidied up in between.
  await expect(async () => {
    await fill(page);
    const full = await keptChunks(page);
    await expect.poll(() => keptChunks(page), { timeout: 5 * EVERY_MS }).toBeLessThan(full);
  }).toPass({ timeout: 45_000 });
  await expect.poll(async () => (await keptTimes(page)).at(-1) ?? 0).toBeGreaterThan(fullMs + 4 * EVERY_MS);
  const { firstMs } = await shown(page);
  await page.reload();
  expect((await shown(page)).firstMs).toBe(firstMs);
});
