import { Bodies } from '../support/bodies';
import { bytesOf, countOf, endCase, expect, lineOf, binary, rowsWith, test, WRITES } from '../support/hunt';
import { panel } from '../support/readings';

test.skip(!WRITES, 'walked by npm run pictures');

test('goroutines that wait for a link that is gone: what is new since the start of the range', async ({
  page,
  startDemo,
  addTarget,
  hunt,
}) => {
  test.setTimeout(400_000);
  const demo = await startDemo(['-start', 'healthy=300,consumer=600']);
  const goroutines = new Bodies(page, '/debug/pprof/goroutine?debug=0');
  const heap = new Bodies(page, '/debug/pprof/heap?debug=0');
  await hunt.open('memory', await addTarget(demo.url, { heapIntervalSeconds: 5 }), 'now-2m');
  const memory = panel(page, 'RSS against heap');
  await expect(memory.getByTestId('tidemark-verdict')).toContainText('Memory grows with goroutines', {
    timeout: 300_000,
  });
  // Two minutes of it, for the picture.
  await page.waitForTimeout(50_000);
  await hunt.picture('1-memory', memory);
  await endCase(demo, 'consumer');
  await page.waitForRequest(/heap\?debug=0/);
  const inText = await heapInText(demo.url);

  // Two moments of one profile: the start of the range, and now.
  await hunt.goTo('Look inside');
  await hunt.choose('Less', 'the start of the range');
  await hunt.type('Focus', 'main\\.\\(\\*session\\)');
  await page.waitForTimeout(3_000);
  const stacks = panel(page, 'Stacks').getByRole('row');
  await expect(stacks).toHaveCount(3);
  const { leaks } = (await demo.truth()).cases.consumer!;
  const since = goroutines.difference();
  for (const { function: name } of leaks) {
    const row = rowsWith(page, 'Stacks', name);
    const shown = countOf((await row.getByRole('cell').first().textContent())!);
    hunt.read(`new in ${name}`, shown, since.get(name)!.cum, { by: '`go tool pprof -diff_base`' });
  }
  await hunt.picture('2-new', panel(page, 'Stacks'), 420);

  // debug=2, which the author searched by hand.
  await page
    .getByRole('button', { name: /^Read .* one by one now/ })
    .first()
    .click();
  for (const { blockedOn, count, function: name } of leaks) {
    const row = rowsWith(page, 'Goroutines one by one', name).filter({ hasText: blockedOn });
    await expect(row).toHaveCount(1);
    hunt.read(
      `goroutines in ${name}, ${blockedOn}`,
      countOf((await row.getByRole('cell').first().textContent())!),
      count,
      { by: '/truth' }
    );
    const method = /\w+$/.exec(name)![0];
    await expect(row).toContainText(`demo/consumer.go:${lineOf('demo/consumer.go', `\tgo s.${method}(`)}`);
  }
  await hunt.picture('3-created', panel(page, 'Goroutines one by one'), 300);

  // The heap profile that misled: the same moment, in the text form and in the protobuf form.
  await hunt.type('Focus', '');
  await hunt.choose('Less', 'nothing');
  await hunt.choose('Profile', 'heap');
  const notice = panel(page, 'Functions').getByTestId('panel notice info');
  await expect(notice).toHaveAttribute('aria-label', /recorded/);
  const [, scaled = '', sampled = ''] =
    /scales it up, to (.*?) of inuse_space.* were (.*)\.$/.exec((await notice.getAttribute('aria-label'))!) ?? [];
  const total = [...heap.top().values()].reduce((sum, { flat }) => sum + flat, 0);
  hunt.read('heap, scaled up', bytesOf(scaled), total, { by: '`go tool pprof -top`', within: 0.005, unit: binary });
  hunt.read('heap, as it was sampled', bytesOf(sampled), inText, { by: '`heap?debug=1`', within: 0.1, unit: binary });
});

/** Bytes in use by the first line of the text form, `heap profile: 12: 61440 [...`: those that were sampled. */
async function heapInText(url: string): Promise<number> {
  const text = await (await fetch(`${url}/debug/pprof/heap?debug=1`)).text();
  return Number(/^heap profile: \d+: (\d+)/.exec(text)?.[1]);
}
