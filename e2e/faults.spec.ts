import { expect, openDashboard, test } from './support/fixtures';
import { FaultyProxy, type Fault } from './support/faultyProxy';
import { goroutineRows } from './support/readings';

const RESULT = 'data-testid Data source settings page Alert';

/** Each message says what was asked, what came back, what to do. */
const MESSAGES: Array<[Fault, RegExp]> = [
  [
    'down',
    /Asked for \/debug\/pprof\/goroutine\?debug=0\. No answer from the program: 502.*Is it running, and can the Grafana server/,
  ],
  ['login page', /goroutine\?debug=0\. It answered with an HTML page \(“Sign in to continue”\).*login page.*settings/],
  ['not mounted', /goroutine\?debug=0\. Answer: 404 Not Found.*imports net\/http\/pprof/],
  ['unauthorized', /goroutine\?debug=0\. The program refused it: 401, authentication needed.*Set the authentication/],
  ['forbidden', /goroutine\?debug=0\. Answer: 403 Forbidden \(“not for you”\).*set the authentication/],
  ['hangs', /goroutine\?debug=0\. No answer in time: Grafana’s proxy gave up after \d s.*raise the timeout/],
  ['cut', /goroutine\?debug=0\. The answer broke off before its end.*response_limit/],
  ['garbage', /goroutine\?debug=0\. A damaged or cut profile came back.*do not inflate/],
  ['empty profile', /goroutine\?debug=0\. The profile that came cannot be read: the profile is empty/],
];

test.describe('when the program fails in between', () => {
  for (const [fault, message] of MESSAGES) {
    test(`${fault}: a gap and a notice, and what was shown stays`, async ({ page, startDemo, addTarget }) => {
      const demo = await startDemo();
      await demo.step('consumer', 23);
      const proxy = await FaultyProxy.before(demo.url);
      await openDashboard(page, 'tidemark-goroutines', await addTarget(proxy.url, { timeout: 1 }));
      const send = goroutineRows(page).and(page.locator('[data-function="main.(*session).send"]')).first();
      await expect(send).toHaveAttribute('data-value', '23');

      proxy.fault = fault;
      const trouble = page.getByTestId('tidemark-trouble').first();
      await expect(trouble).toContainText(/failed/);
      await expect(trouble).toHaveAttribute('aria-label', message);
      await expect(send).toBeVisible();

      // And it comes back by itself.
      proxy.fault = 'none';
      await demo.step('consumer', 1);
      await expect(send).toHaveAttribute('data-value', '24');
      proxy.close();
    });
  }
});

test.describe('Save & test', () => {
  for (const [fault, message] of MESSAGES) {
    test(`${fault}: says so`, async ({ page, startDemo, addTarget }) => {
      const proxy = await FaultyProxy.before((await startDemo()).url);
      proxy.fault = fault;
      const uid = await addTarget(proxy.url, { timeout: 1 });
      await page.goto(`/connections/datasources/edit/${uid}`);
      await page.getByTestId('data-testid Data source settings page Save and Test button').click();
      await expect(page.getByTestId(RESULT)).toContainText(message);
      proxy.close();
    });
  }

  test('a program that is not there', async ({ page, addTarget }) => {
    // Port 9 (discard) is closed on any machine that runs these tests.
    const uid = await addTarget('http://127.0.0.1:9');
    await page.goto(`/connections/datasources/edit/${uid}`);
    await page.getByTestId('data-testid Data source settings page Save and Test button').click();
    await expect(page.getByTestId(RESULT)).toContainText(MESSAGES[0]![1]);
  });

  test('/metrics without process metrics: works, and says what is missing', async ({ page, startDemo, addTarget }) => {
    const proxy = await FaultyProxy.before((await startDemo()).url);
    proxy.fault = 'no process metrics';
    const uid = await addTarget(proxy.url);
    await page.goto(`/connections/datasources/edit/${uid}`);
    await page.getByTestId('data-testid Data source settings page Save and Test button').click();
    await expect(page.getByTestId(RESULT)).toContainText(
      /Memory is read from \/metrics, which does not tell the RSS: serve the Prometheus process metrics/
    );
    proxy.close();
  });

  test('pprof that is not mounted, of a real program', async ({ page, startDemo, addTarget }) => {
    const uid = await addTarget((await startDemo(['-serve', 'metrics,expvar'])).url);
    await page.goto(`/connections/datasources/edit/${uid}`);
    await page.getByTestId('data-testid Data source settings page Save and Test button').click();
    await expect(page.getByTestId(RESULT)).toContainText(/404 Not Found.*net\/http\/pprof/);
  });

  for (const [what, prefix, slash] of [
    ['a trailing slash', '', '/'],
    ['a path prefix', '/svc/orders', ''],
    ['a path prefix and a trailing slash', '/svc/orders', '/'],
  ] as const) {
    test(`a URL with ${what}`, async ({ page, startDemo, addTarget }) => {
      const demo = await startDemo(prefix ? ['-prefix', prefix] : []);
      const uid = await addTarget(`http://127.0.0.1:${demo.port}${prefix}${slash}`);
      await page.goto(`/connections/datasources/edit/${uid}`);
      await page.getByTestId('data-testid Data source settings page Save and Test button').click();
      await expect(page.getByTestId(RESULT)).toContainText(/answers: \d+ goroutines/);
    });
  }
});

test('a restart between two scrapes breaks the lines and is marked', async ({ page, startDemo, addTarget }) => {
  const demo = await startDemo(['-version', 'v1.4.1']);
  let former = demo;
  await demo.step('consumer', 9);
  await openDashboard(page, 'tidemark-goroutines', await addTarget(demo.url));
  const send = goroutineRows(page).and(page.locator('[data-function="main.(*session).send"]')).first();
  await expect(send).toHaveAttribute('data-value', '9');

  // The same build again is a restart; another version is a deploy, and is called by it.
  for (const [version, steps, flag] of [
    ['v1.4.1', 4, /restart/i],
    ['v1.4.2', 5, /v1\.4\.2/],
  ] as const) {
    await former.stop();
    former = await startDemo(['-addr', `127.0.0.1:${demo.port}`, '-version', version]);
    await former.step('consumer', steps);
    await expect(send).toHaveAttribute('data-value', String(steps));
    await expect(page.getByTestId('tidemark-mark').filter({ hasText: flag }).first()).toBeVisible();
    // Room for the next flag: one that stands too near has none of its own.
    await page.waitForTimeout(15_000);
  }
});
