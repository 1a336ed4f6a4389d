import { Bodies } from '../support/bodies';
import { bytesOf, endCase, expect, lineOf, mib, rowsWith, test, WRITES } from '../support/hunt';
import { panel } from '../support/readings';

test.skip(!WRITES, 'walked by npm run pictures');

const HANDLER = 'main.(*shop).ServeHTTP';

test('memory that comes from everywhere: by flat nothing stands out, by cum one handler does', async ({
  page,
  startDemo,
  addTarget,
  hunt,
}) => {
  test.setTimeout(400_000);
  const demo = await startDemo(['-start', 'healthy=300,contextmap=600']);
  const heap = new Bodies(page, '/debug/pprof/heap?debug=0');
  await hunt.open('memory', await addTarget(demo.url, { heapIntervalSeconds: 5 }), 'now-2m');
  const memory = panel(page, 'RSS against heap');
  await expect(memory.getByTestId('tidemark-verdict')).toContainText('Live heap grows', { timeout: 300_000 });
  console.log(await memory.getByTestId('tidemark-verdict').textContent());
  await hunt.picture('1-memory', memory);
  await endCase(demo, 'contextmap');
  await page.waitForTimeout(6_000);
  await hunt.picture('2-heap', panel(page, 'Heap by function, cumulative (inuse_space)'));

  await hunt.goTo('Look inside');
  await hunt.choose('Profile', 'heap');
  await hunt.choose('Order', 'flat');
  const rows = panel(page, 'Functions').getByRole('row');
  await hunt.picture('3-flat', panel(page, 'Functions'), 420);
  await hunt.choose('Order', 'cum');
  const handler = rowsWith(page, 'Functions', HANDLER).first();
  await expect(handler).toBeVisible();
  const said = heap.top().get(HANDLER)!;
  const cell = async (i: number) => bytesOf((await handler.getByRole('cell').nth(i).textContent())!);
  hunt.read(`heap of ${HANDLER}, flat`, await cell(0), said.flat, {
    by: '`go tool pprof -top`',
    within: 0.005,
    unit: mib,
  });
  hunt.read(`heap of ${HANDLER}, cum`, await cell(3), said.cum, {
    by: '`go tool pprof -top -cum`',
    within: 0.005,
    unit: mib,
  });
  await hunt.picture('4-cum', panel(page, 'Functions'), 420);

  await hunt.type('Focus', 'gorilla/context');
  await hunt.choose('By', 'lines');
  await expect(rows.filter({ hasText: 'gorilla/context.Set' }).first()).toBeVisible();
  console.log(await panel(page, 'Functions').innerText());
  await expect(
    rowsWith(page, 'Functions', `contextmap.go:${lineOf('demo/contextmap.go', 'gorilla.Set(r,')}`)
  ).toHaveCount(1);
  await hunt.picture('5-map', panel(page, 'Functions'), 420);
});
