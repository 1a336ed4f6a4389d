import { countOf, endCase, expect, lineOf, rowsWith, test, WRITES } from '../support/hunt';
import { panel } from '../support/readings';

test.skip(!WRITES, 'walked by npm run pictures');

const READ = 'main.(*meteredConn).Read';

test('goroutines that do not fall with the load: connections that nobody hangs up', async ({
  page,
  startDemo,
  addTarget,
  hunt,
}) => {
  test.setTimeout(500_000);
  const beganMs = Date.now();
  const demo = await startDemo(['-start', 'healthy,keepalive=60']);
  await hunt.open('goroutines', await addTarget(demo.url), 'now-5m');
  const leak = page.getByTestId('tidemark-suspect');
  await expect(leak).toHaveCount(1, { timeout: 300_000 });
  await expect(leak).toHaveAttribute('data-function', READ);
  // The load has a high and a low tide in two minutes: the picture shows both.
  await page.waitForTimeout(Math.max(0, 200_000 - (Date.now() - beganMs)));
  await endCase(demo, 'keepalive');
  const { count, blockedOn } = (await demo.truth()).cases.keepalive!.leaks[0]!;
  await expect(leak).toHaveAttribute('data-count', String(count));
  await expect(leak).toContainText(blockedOn);
  await hunt.picture('1-what-leaks', panel(page, 'What leaks'));

  await leak.getByRole('button', { expanded: false }).first().click();
  const details = page.getByTestId('tidemark-suspect-details');
  await details.getByRole('button', { name: 'Look at its goroutines' }).click();
  const who = details.getByTestId('tidemark-who-waits');
  await expect(who).toContainText('The oldest has waited');
  const bars = await who
    .locator('li[data-count]')
    .evaluateAll((all) => all.map((bar) => Number((bar as HTMLElement).dataset.count)));
  const waiting = bars.reduce((sum, bar) => sum + bar, 0);
  hunt.read(`goroutines in ${READ}, one by one`, waiting, count, { by: '/truth' });
  await expect(who).toContainText('http.(*Server).Serve');
  // It waits for the first bytes of a next request.
  await expect(details).toContainText('bufio.(*Reader).Peek');
  await expect(details).toContainText('net/http.(*conn).serve');
  await hunt.scrollToTop(details.getByText('Who waits there'));
  await hunt.picture('2-waits', page.getByTestId('tidemark-suspects'));

  // Who runs the server that accepted them: the other goroutine of the same creator.
  await details.getByRole('link', { name: 'Look inside', exact: true }).click();
  await hunt.type('Focus', 'http.*Server.*Serve$');
  await page
    .getByRole('button', { name: /^Read .* one by one now/ })
    .first()
    .click();
  const line = lineOf('demo/keepalive.go', 'k.server.Serve(');
  const accepting = rowsWith(page, 'Goroutines one by one', `demo/keepalive.go:${line}`);
  await expect(accepting).toHaveCount(1);
  hunt.read(
    'goroutines that accept for that server',
    countOf((await accepting.getByRole('cell').first().textContent())!),
    1,
    { by: 'the source has one `Serve`' }
  );
  await hunt.picture('3-server', panel(page, 'Goroutines one by one'), 520);
});
