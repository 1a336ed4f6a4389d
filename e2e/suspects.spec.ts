import type { APIRequestContext, Page } from '@playwright/test';
import { basicAuth } from './support/auth';
import type { Demo } from './support/demo';
import { expect, openDashboard, test } from './support/fixtures';
import { ADMIN, hostUrl, isGrafana } from './support/host';
import { goroutineRows, panel } from './support/readings';

/** Scrapes come once a second: after a deploy 60 s are dropped as warm-up, and 20 scrapes are needed. */
const JUDGED = { timeout: 150_000 };

const suspects = (page: Page) => page.getByTestId('tidemark-suspect');
const verdict = (page: Page) => page.getByTestId('tidemark-verdict').first();

/** As the README tells CI to: one annotation with the tags. */
async function postDeploy(request: APIRequestContext, text: string, tags: string[]): Promise<void> {
  const answer = await request.post(`${hostUrl()}/api/annotations`, {
    headers: basicAuth(ADMIN),
    data: { time: Date.now(), text, tags },
  });
  expect(answer.ok()).toBe(true);
}

/** The demo's leaks and what to expect of them: `stacks` grow together, led by one of `functions`. */
const LEAKS = [
  { name: 'grpc', stacks: 3, functions: /^google\.golang\.org\/grpc/ },
  { name: 'consumer', stacks: 2, functions: /^main\.\(\*session\)\.(send|ack)$/ },
  { name: 'keepalive', stacks: 1, functions: /^main\.\(\*meteredConn\)\.Read$/ },
];

test('three leaks over a waving load are three rows, at the pace that the program tells', async ({
  page,
  startDemo,
  addTarget,
  consoleErrors,
}) => {
  test.setTimeout(300_000);
  const rates = { grpc: 30, consumer: 40, keepalive: 60 };
  const start = Object.entries(rates).map(([name, rate]) => `${name}=${rate}`);
  const demo = await startDemo(['-start', ['healthy', ...start].join(',')]);
  await openDashboard(page, 'tidemark-goroutines', await addTarget(demo.url));

  // Before there is enough to judge by, nothing is said to leak or not to.
  await expect(verdict(page)).toHaveAttribute('data-verdict', 'unjudged');
  await expect(suspects(page)).toHaveCount(0);

  await expect(suspects(page)).toHaveCount(LEAKS.length, JUDGED);
  await page.waitForTimeout(60_000);
  const before = await demo.truth();
  const beganMs = Date.now();
  await page.waitForTimeout(30_000);
  const after = await demo.truth();
  const minutes = (Date.now() - beganMs) / 60_000;

  await expect(suspects(page)).toHaveCount(LEAKS.length);
  await expect(verdict(page)).toHaveAttribute('data-verdict', 'leaking');
  for (const { functions, name, stacks } of LEAKS) {
    const rows = await suspects(page).evaluateAll((all) => all.map((row) => ({ ...(row as HTMLElement).dataset })));
    const row = rows.find((one) => functions.test(one.function ?? ''));
    expect(row, `${name} among ${rows.map((one) => one.function).join(', ')}`).toBeDefined();
    const leaked = after.cases[name]!.goroutinesLeaked - before.cases[name]!.goroutinesLeaked;
    const pace = leaked / minutes;
    expect(Math.abs(Number(row!.perMinute) / pace - 1), `${name}: ${row!.perMinute} against ${pace}`).toBeLessThan(0.2);
    // Unfolded, the row shows each of its stacks.
    const leak = page.locator(`[data-leak="${row!.leak}"]`);
    await leak.getByRole('button', { expanded: false }).first().click();
    const details = page.getByTestId('tidemark-suspect-details');
    await expect(details.getByTestId('tidemark-suspect-member')).toHaveCount(stacks);
    await leak.getByRole('button', { expanded: true }).first().click();
  }
  expect(consoleErrors).toEqual([]);
});

test('a click on a suspect shows only its stacks on the dashboard, and a second click all again', async ({
  page,
  startDemo,
  addTarget,
}) => {
  test.setTimeout(200_000);
  const demo = await startDemo(['-start', 'healthy,consumer=60']);
  await openDashboard(page, 'tidemark-goroutines', await addTarget(demo.url));
  const row = suspects(page).first();
  await expect(row).toBeVisible(JUDGED);
  const byStack = goroutineRows(panel(page, 'Goroutines by stack'));
  expect(await byStack.count()).toBeGreaterThan(3);

  const filter = row.getByTitle(/Show only this leak/);
  await filter.click();
  await expect(page).toHaveURL(/var-stack=/);
  await expect(byStack).toHaveCount(2);
  await expect(byStack.first()).toHaveAttribute('data-function', /^main\.\(\*session\)\.(send|ack)$/);

  await row.getByTitle(/Show/).first().click();
  await expect.poll(() => byStack.count()).toBeGreaterThan(3);
});

test('a healthy program: nothing leaks, in words, with what could not be seen', async ({
  page,
  startDemo,
  addTarget,
}) => {
  test.setTimeout(300_000);
  const demo = await startDemo(['-start', 'healthy']);
  await openDashboard(page, 'tidemark-goroutines', await addTarget(demo.url));
  await expect(verdict(page)).toContainText('Not judged yet');
  await expect(verdict(page)).toContainText('none of which surely leaks', JUDGED);
  await expect(verdict(page)).toHaveAttribute('data-verdict', 'healthy', { timeout: 200_000 });
  await expect(verdict(page)).toContainText('Nothing leaks');
  await expect(panel(page, 'What leaks')).toContainText('could be looked at');
  await expect(suspects(page)).toHaveCount(0);
});

test('the deploy that brought a leak is named, and the one that mends it is called fixed', async ({
  page,
  request,
  addTarget,
  startDemo,
}, testInfo) => {
  test.setTimeout(540_000);
  // Grafana draws no panel that is not in sight.
  await page.setViewportSize({ width: 1600, height: 2200 });
  const deployTags = ['deploy', `e2e-${testInfo.testId}`];
  const first = await startDemo(['-version', 'v1.4.1', '-start', 'healthy']);
  const datasource = await addTarget(first.url, { deployTags });
  const replace = async (former: Demo, version: string, cases: string) => {
    await former.stop();
    return startDemo(['-addr', `127.0.0.1:${first.port}`, '-version', version, '-start', cases]);
  };
  await openDashboard(page, 'tidemark-goroutines', datasource, { from: 'now-10m' });
  await expect(verdict(page)).toContainText('none of which surely leaks', JUDGED);

  // The leak comes with v1.4.2, which CI posts; the program's own version metric would do as well.
  await postDeploy(request, 'Release 1.4.2', deployTags);
  const second = await replace(first, 'v1.4.2', 'healthy,consumer=60');
  const row = suspects(page).first();
  await expect(row).toHaveAttribute('data-deploy', 'Release 1.4.2', JUDGED);
  await expect(row).toHaveAttribute('data-function', /^main\.\(\*session\)\.(send|ack)$/);
  await expect(row).toContainText('before: 0');
  await expect(verdict(page)).toContainText('Leaking since Release 1.4.2');
  const deploys = panel(page, 'Deploys');
  await expect(deploys).toContainText('Release 1.4.2');
  await expect(deploys).toContainText('worse');

  // v1.4.3 is not posted: it is seen by the version that the program tells.
  await replace(second, 'v1.4.3', 'healthy');
  await expect(deploys).toContainText('v1.4.3');
  await expect(deploys.getByText(/^Fixed: main\.\(\*session\)\.(send|ack)/)).toBeVisible(JUDGED);
  await expect(suspects(page)).toHaveCount(0);
  await page.screenshot({ path: `e2e/screenshots/deploys-${isGrafana() ? 'grafana' : 'preview'}.png` });
});
