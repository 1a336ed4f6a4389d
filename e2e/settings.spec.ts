import { expect, test } from './support/fixtures';

const RESULT = 'data-testid Data source settings page Alert';
const SAVE = 'data-testid Data source settings page Save and Test button';

test('the settings page takes another program, says what it found there, and keeps what was set', async ({
  page,
  startDemo,
  addTarget,
  consoleErrors,
}) => {
  const first = await startDemo();
  const second = await startDemo(['-version', 'v9.9.9']);
  await second.step('keepalive', 40);
  const uid = await addTarget(first.url);
  await page.goto(`/connections/datasources/edit/${uid}`);

  await page.getByLabel('Data source connection URL').fill(second.url);
  await page.getByLabel('Scrape interval').fill('3');
  await page.getByTestId(SAVE).click();

  const result = page.getByTestId(RESULT);
  const { goVersion, numGoroutine } = await second.truth();
  await expect(result).toContainText(`A ${goVersion.replace('go', 'Go ')} program, version v9.9.9, answers`);
  const text = (await result.textContent()) ?? '';
  // Connections that ask are goroutines too: the count may differ by theirs.
  expect(Math.abs(Number(/(\d+) goroutines/.exec(text)?.[1]) - numGoroutine)).toBeLessThan(5);
  expect(text).toMatch(/heap [\d.]+ [MK]iB, RSS [\d.]+ MiB/);
  expect(text).toContain('Memory is read from /metrics.');
  expect(text).toMatch(/A scrape takes about \d+ ms and [\d.]+ [KM]iB, every 3 s: [\d.]+ % of the time/);

  await page.reload();
  await expect(page.getByLabel('Data source connection URL')).toHaveValue(second.url);
  await expect(page.getByLabel('Scrape interval')).toHaveValue('3');
  // A Grafana without internet cannot reach its plugin catalogue, and says so here.
  expect(consoleErrors.filter((error) => !/catalog|gnet|502/.test(error))).toEqual([]);
});

test('metrics on a port of their own', async ({ page, startDemo, addTarget }) => {
  const pprof = await startDemo(['-serve', 'pprof']);
  const metrics = await startDemo(['-serve', 'metrics']);
  const uid = await addTarget(pprof.url);
  await page.goto(`/connections/datasources/edit/${uid}`);
  await page.getByRole('button', { name: /Expand section Other places/ }).click();
  await page.getByLabel('Prometheus metrics').fill(`${metrics.url}/metrics`);
  await page.getByTestId(SAVE).click();
  await expect(page.getByTestId(RESULT)).toContainText('Memory is read from /metrics.');
});

test('the version, from a metric: found by itself, by the one that is named, and said where it is not there', async ({
  page,
  startDemo,
  addTarget,
}) => {
  // Without expvar, which would tell it too.
  const demo = await startDemo(['-version', 'v8.7.6', '-serve', 'pprof,metrics']);
  const uid = await addTarget(demo.url);
  await page.goto(`/connections/datasources/edit/${uid}`);
  const saveAndTest = () => page.getByTestId(SAVE).click();
  const metric = page.getByRole('textbox', { name: 'Version metric' });
  const result = page.getByTestId(RESULT);

  await saveAndTest();
  await expect(result).toContainText('version v8.7.6, answers');

  await metric.fill('go_info{version}');
  await saveAndTest();
  await expect(result).toContainText(`version ${(await demo.truth()).goVersion}, answers`);

  await metric.fill('orders_build_info{version}');
  await saveAndTest();
  await expect(result).toContainText('/metrics tells no version in orders_build_info{version}');

  await metric.fill('orders_build_info{');
  await expect(page.getByText(/^It takes the name of a metric and, in braces, the label/)).toBeVisible();
  await saveAndTest();
  await expect(result).toContainText('The version metric in the settings is “orders_build_info{”.');
});
