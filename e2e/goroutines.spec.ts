import { dashboardOf } from './support/dashboards';
import { expect, openDashboard, test } from './support/fixtures';
import { putDashboard } from './support/host';
import { goroutineRows, panel, sumOfRows, valueOf } from './support/readings';

test('the dashboard moves by itself: first points within 20 s, five within a minute, numbers as the program has them', async ({
  page,
  startDemo,
  addTarget,
  consoleErrors,
}) => {
  const demo = await startDemo();
  const datasource = await addTarget(demo.url);
  await demo.step('consumer', 31);
  const scrapes: number[] = [];
  page.on('response', (response) => response.url().includes('/debug/pprof/goroutine') && scrapes.push(Date.now()));
  const openedMs = Date.now();
  await openDashboard(page, 'tidemark-goroutines', datasource);

  const send = goroutineRows(page).and(page.locator('[data-function="main.(*session).send"]')).first();
  await expect(send).toHaveAttribute('data-value', '31', { timeout: 20_000 });
  expect(Date.now() - openedMs).toBeLessThan(20_000);

  // It goes on by itself: what leaks now shows up without a click.
  await demo.step('consumer', 11);
  await expect(send).toHaveAttribute('data-value', '42');
  await expect.poll(() => scrapes.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(5);
  expect(Date.now() - openedMs).toBeLessThan(60_000);

  // The total agrees with the rows, and with the program's own runtime.NumGoroutine. That count holds the connection
  // that asks, so both are asked the same way, and until no other request happens to be under way.
  const total = page.getByTestId('tidemark-goroutines-total').first();
  await expect
    .poll(async () => {
      const truth = await page.request.get(`/api/datasources/proxy/uid/${datasource}/truth`);
      return (await valueOf(total)) - (await truth.json()).numGoroutine;
    })
    .toBe(0);
  expect(consoleErrors).toEqual([]);
});

for (const leak of ['grpc', 'consumer', 'keepalive']) {
  test(`every stack of the ${leak} leak is counted as the program counts it`, async ({
    page,
    request,
    startDemo,
    addTarget,
  }) => {
    const demo = await startDemo();
    const datasource = await addTarget(demo.url);
    await demo.step(leak, 17);
    const { leaks, goroutinesLeaked } = (await demo.truth()).cases[leak]!;
    expect(leaks.length).toBeGreaterThan(0);
    expect(leaks.reduce((sum, { count }) => sum + count, 0)).toBe(goroutinesLeaked);

    // Focus on a function that stands in no other stack, as `go tool pprof -focus` would.
    const uid = await putDashboard(
      request,
      dashboardOf(
        `e2e-leak-${leak}`,
        leaks.map(({ function: name }) => ({
          title: name,
          type: 'tidemark-goroutines-panel',
          datasource,
          target: {
            queryType: 'goroutines',
            groupBy: 'stack',
            top: 20,
            focus: `^${name.replace(/[.*()[\]]/g, '\\$&')}$`,
          },
        }))
      )
    );
    await page.goto(`/d/${uid}?kiosk`);
    for (const { function: name, count, blockedOn } of leaks) {
      await expect.poll(() => sumOfRows(panel(page, name))).toBe(count);
      await expect(goroutineRows(panel(page, name)).first()).toContainText(blockedOn);
    }
  });
}

test('rows and “other” add up to the total at every moment', async ({ page, startDemo, addTarget }) => {
  const demo = await startDemo(['-start', 'healthy,grpc=60,consumer=60']);
  await openDashboard(page, 'tidemark-goroutines', await addTarget(demo.url));
  await expect(goroutineRows(page).first()).toBeVisible();
  for (let i = 0; i < 5; i++) {
    await page.waitForTimeout(1000);
    const [total, sum] = await page.evaluate(() => {
      const value = (element: Element) => Number(element.getAttribute('data-value'));
      const rows = [...document.querySelectorAll('[data-testid="tidemark-goroutines-row"]')];
      return [
        value(document.querySelector('[data-testid="tidemark-goroutines-total"]')!),
        rows.reduce((added, row) => added + value(row), 0),
      ];
    });
    expect(sum).toBe(total);
  }
});

test('template variables fill the fields of a query', async ({ page, request, startDemo, addTarget }) => {
  const demo = await startDemo();
  await demo.step('consumer', 13);
  const datasource = await addTarget(demo.url);
  const uid = await putDashboard(
    request,
    dashboardOf(
      'e2e-variables',
      [
        {
          title: 'goroutines',
          type: 'tidemark-goroutines-panel',
          datasource,
          target: { queryType: 'goroutines', groupBy: '$group', top: '$top', focus: '$function' },
        },
      ],
      { group: 'function', top: '1', function: 'session' }
    )
  );
  await page.goto(`/d/${uid}?kiosk`);
  // send and ack both match: the one that is first by name stands by itself, the other is what is left.
  await expect(goroutineRows(page)).toHaveCount(2);
  await expect(goroutineRows(page).nth(0)).toHaveAttribute('data-value', '13');
  await expect(goroutineRows(page).nth(1)).toHaveAttribute('data-value', '13');
  await expect(goroutineRows(page).nth(1)).toHaveAttribute('data-role', 'other');
});
