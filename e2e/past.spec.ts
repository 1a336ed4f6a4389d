import { PrometheusServer } from '../scripts/demo/prometheus';
import { expect, openDashboard, test } from './support/fixtures';
import { addDataSource, removeDataSource } from './support/host';

// Prometheus was there before the page: what it recorded is joined to what the page samples.

const PAST_SECONDS = 5;

test('the lines reach back to where Prometheus began, and say so', async ({
  page,
  request,
  startDemo,
  addTarget,
  consoleErrors,
}) => {
  const demo = await startDemo(['-start', 'consumer=60']);
  const server = await PrometheusServer.start([{ url: demo.url, labels: { instance: 'orders-1' } }], 1);
  const prometheus = await addDataSource(request, { name: 'prometheus', url: server.url, type: 'prometheus' });
  try {
    await server.hasScraped();
    const recordedMs = Date.now();
    await page.waitForTimeout(1000 * PAST_SECONDS);
    const target = await addTarget(demo.url, {
      scrapeIntervalSeconds: 1,
      costBudgetPercent: 100,
      prometheusUid: prometheus,
      prometheusMatchers: 'job="tidemark-demo", instance="orders-1"',
    });
    await openDashboard(page, 'tidemark-memory', target, { from: 'now-1m' });

    const picture = page.getByTestId('tidemark-memory-plot').first();
    await expect(picture.getByTestId('tidemark-origin')).toHaveText(['from Prometheus', 'sampled here']);
    const first = Number(await picture.getAttribute('data-first'));
    expect(Math.abs(first - recordedMs)).toBeLessThan(2500);

    // A pixel left of the boundary, then right of it.
    const boundary = (await picture.getByTestId('tidemark-origin').nth(1).boundingBox())!;
    await page.mouse.move(boundary.x - 12, boundary.y + boundary.height / 2);
    const tooltip = page.getByTestId('tidemark-tooltip');
    await expect(tooltip).toContainText('from Prometheus');
    await expect(tooltip).toContainText('Live heap');
    await page.mouse.move(boundary.x + 24, boundary.y + boundary.height / 2);
    await expect(tooltip).toContainText('sampled here');
    expect(consoleErrors).toEqual([]);
  } finally {
    await removeDataSource(request, prometheus);
    await server.stop();
  }
});
