import type { Locator, Page } from '@playwright/test';
import { expect, openDashboard, test } from './support/fixtures';

/** The rows of a table panel, by its title. */
const rowsOf = (page: Page, title: string) =>
  page.getByTestId(`data-testid Panel header ${title}`).getByRole('row').or(page.getByLabel(title).getByRole('row'));

/** Grafana asks and draws what is in sight, and a little more. */
async function scrollTo(page: Page, wanted: Locator): Promise<void> {
  await expect(async () => {
    await page.mouse.move(800, 600);
    await page.mouse.wheel(0, 500);
    await expect(wanted.first()).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
}

test('look inside: goroutines cost no request of their own; a heap and a dump are taken on a click, once', async ({
  page,
  startDemo,
  addTarget,
  consoleErrors,
}) => {
  test.setTimeout(120_000);
  const asked: string[] = [];
  page.on('request', (request) => {
    const [, path] = /\/proxy\/uid\/[^/]+\/(debug\/pprof\/.*)$/.exec(request.url()) ?? [];
    path && asked.push(path);
  });
  const demo = await startDemo(['-start', 'grpc=600']);
  await openDashboard(page, 'tidemark-inside', await addTarget(demo.url));
  // What leaks holds most stacks, and its three stacks are seen.
  await scrollTo(page, rowsOf(page, 'Stacks'));
  await expect(rowsOf(page, 'Stacks').filter({ hasText: 'grpcsync.(*CallbackSerializer).run' }).first()).toBeVisible({
    timeout: 30_000,
  });
  expect(new Set(asked)).toEqual(new Set(['debug/pprof/goroutine?debug=0']));

  const read = page.getByText(/^Read .* one by one now/);
  await scrollTo(page, read);
  await read.first().click();
  await scrollTo(page, rowsOf(page, 'Goroutines one by one'));
  await expect(
    rowsOf(page, 'Goroutines one by one').filter({ hasText: 'grpcsync.NewCallbackSerializer' }).first()
  ).toBeVisible({ timeout: 20_000 });
  await page.waitForTimeout(3_000);
  const dumps = () => asked.filter((path) => path.endsWith('debug=2'));
  expect(dumps()).toHaveLength(1);
  await read.first().click();
  await expect.poll(() => dumps().length).toBe(2);

  await page.goto(page.url().replace(/&?var-(profile|dump)=[^&]*/g, '') + '&var-profile=heap');
  await page.getByText('Take a heap profile now').first().click();
  await scrollTo(page, rowsOf(page, 'Functions'));
  // The buffers of connections that nobody closes, by what made them; and the user's line that opened them.
  await expect(rowsOf(page, 'Functions').filter({ hasText: 'transport.NewHTTP2Client' }).first()).toBeVisible({
    timeout: 20_000,
  });
  await page.waitForTimeout(3_000);
  const heaps = () => asked.filter((path) => path.startsWith('debug/pprof/heap'));
  expect(heaps()).toHaveLength(1);
  // The button stays, and a click takes one more.
  await page.mouse.wheel(0, -5_000);
  const shown = page.getByText(/^Heap profile at \d\d:\d\d:\d\d\.$/).first();
  const first = await shown.textContent();
  await page.getByText('Take a heap profile now').first().click();
  await expect(shown).not.toHaveText(first!);
  await page.waitForTimeout(3_000);
  expect(heaps()).toHaveLength(2);
  expect(consoleErrors).toEqual([]);
});
