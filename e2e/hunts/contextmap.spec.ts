import { Bodies } from '../support/bodies';
import { bytesOf, endCase, expect, lineOf, binary, rowsWith, test, WRITES } from '../support/hunt';
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
  const demo = await startDemo(['-start', 'healthy=300,contextmap=600'], {
    // Sampled more densely than usual, for there are minutes instead of days.
    GODEBUG: 'memprofilerate=32768',
  });
  const heap = new Bodies(page, '/debug/pprof/heap?debug=0');
  await hunt.open('memory', await addTarget(demo.url, { heapIntervalSeconds: 5 }), 'now-2m');
  const memory = panel(page, 'RSS against heap');
  await expect(memory.getByTestId('tidemark-verdict')).toContainText('Live heap grows', { timeout: 300_000 });
  await endCase(demo, 'contextmap');
  await page.waitForTimeout(6_000);
  await hunt.picture('1-heap', panel(page, 'Heap by function, cumulative (inuse_space)'));

  await hunt.goTo('Look inside');
  await hunt.choose('Profile', 'heap');
  await hunt.choose('Order', 'flat');
  await hunt.picture('2-flat', panel(page, 'Functions'), 420);
  await hunt.choose('Order', 'cum');
  const handler = rowsWith(page, 'Functions', HANDLER).first();
  await expect(handler).toBeVisible();
  const said = heap.top().get(HANDLER)!;
  const cell = async (i: number) => bytesOf((await handler.getByRole('cell').nth(i).textContent())!);
  hunt.read(`heap of ${HANDLER}, flat`, await cell(0), said.flat, {
    by: '`go tool pprof -top`',
    within: 0.005,
    unit: binary,
  });
  hunt.read(`heap of ${HANDLER}, cum`, await cell(3), said.cum, {
    by: '`go tool pprof -top -cum`',
    within: 0.005,
    unit: binary,
  });
  await hunt.picture('3-cum', panel(page, 'Functions'), 420);

  // What keeps them had to be allocated too.
  await hunt.type('Focus', 'gorilla/context');
  await hunt.choose('By', 'lines');
  const set = rowsWith(page, 'Functions', 'gorilla/context.Set').first();
  await expect(set).toContainText('context@v1.1.1/context.go');
  const map = heap.top({ focus: 'gorilla/context' }).get(HANDLER)!;
  const line = lineOf('demo/contextmap.go', 's.store.Get(r');
  const caller = rowsWith(page, 'Functions', `demo/contextmap.go:${line}`);
  await expect(caller).toHaveCount(1);
  hunt.read(
    'heap below gorilla/context by that line, cum',
    bytesOf((await caller.getByRole('cell').nth(3).textContent())!),
    map.cum,
    {
      by: '`go tool pprof -cum -focus`',
      within: 0.005,
      unit: binary,
    }
  );
  await hunt.picture('4-map', panel(page, 'Functions'), 420);
});
