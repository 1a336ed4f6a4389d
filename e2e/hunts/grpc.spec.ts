import { Bodies } from '../support/bodies';
import { bytesOf, countOf, endCase, expect, lineOf, binary, rowsWith, test } from '../support/hunt';
import { panel } from '../support/readings';

/** Where the client is made that nobody closes. */
const LINE = lineOf('demo/grpc.go', 'grpc.NewClient(');

/** This one is walked in CI: short, with one program, which serves nothing but pprof. */
test('from “memory grows” to the line that forgot to close a gRPC client', async ({
  page,
  startDemo,
  addTarget,
  hunt,
}) => {
  test.setTimeout(150_000);
  // Sampled more densely than usual: a program that leaked for days has what this one lacks after half a minute.
  const demo = await startDemo(['-serve', 'pprof', '-start', 'healthy=300,grpc=1200'], {
    GODEBUG: 'memprofilerate=32768',
  });
  const heap = new Bodies(page, '/debug/pprof/heap?debug=0');
  await hunt.open(
    'memory',
    await addTarget(demo.url, {
      heapIntervalSeconds: 5,
      sourceTemplate: 'https://github.com/acme/prices/blob/main/{file}#L{line}',
      sourceTrim: '',
    }),
    'now-1m'
  );

  const verdict = panel(page, 'RSS against heap').getByTestId('tidemark-verdict');
  await expect(verdict).toContainText('Memory grows with goroutines', { timeout: 60_000 });
  const flat = panel(page, 'Heap by function, flat (inuse_space)');
  await expect(flat).toContainText('transport.newBufWriter');
  await expect(flat).toContainText('bufio.NewReaderSize');
  await hunt.picture('1-memory', panel(page, 'RSS against heap'));

  await hunt.goTo('Goroutines');
  const leak = page.getByTestId('tidemark-suspect');
  await expect(leak).toHaveCount(1);
  await endCase(demo, 'grpc');
  const { goroutinesLeaked, leaks } = (await demo.truth()).cases.grpc!;
  await expect(leak).toHaveAttribute('data-count', String(goroutinesLeaked));
  await leak.getByRole('button', { expanded: false }).first().click();
  const details = page.getByTestId('tidemark-suspect-details');
  const members = await details.getByTestId('tidemark-suspect-member').locator('b').allTextContents();
  const counts = leaks.map((one) => one.count).sort((a, b) => b - a);
  expect(members).toHaveLength(counts.length);
  members.forEach((text, i) =>
    hunt.read(`goroutines in stack ${i + 1} of the leak`, countOf(text), counts[i]!, { by: '/truth' })
  );

  await details.getByRole('button', { name: 'Look at its goroutines' }).click();
  const who = details.getByTestId('tidemark-who-waits');
  await expect(who).toContainText('grpcsync.NewCallbackSerializer');
  // Where the traces end: nothing of what can be read here is the program's own code.
  await expect(details).not.toContainText('main.');
  await hunt.picture('2-leak', panel(page, 'What leaks'));
  await hunt.scrollToTop(details.getByText('Its stacks'));
  await hunt.picture('3-stacks', page.getByTestId('tidemark-suspects'));

  // The heap of these stacks' packages, and of that the part that came by what created them.
  await details.getByRole('link', { name: 'Look inside the heap', exact: true }).click();
  await hunt.type('Focus', 'NewCallbackSerializer');
  await hunt.choose('By', 'lines');
  const row = rowsWith(page, 'Functions', 'main.fetchPrice').filter({ hasText: `demo/grpc.go:${LINE}` });
  await expect(row).toHaveCount(1);
  const top = heap.top({ focus: 'NewCallbackSerializer', granularity: 'lines' });
  const [, said] = [...top].find(([name]) => name.startsWith('main.fetchPrice ') && name.endsWith(`grpc.go:${LINE}`))!;
  hunt.read('heap below that line, by cum', bytesOf((await row.getByRole('cell').nth(3).textContent())!), said.cum, {
    by: '`go tool pprof -cum -lines`',
    within: 0.005,
    unit: binary,
  });
  await expect(row.getByRole('link')).toHaveAttribute('href', new RegExp(`/demo/grpc\\.go#L${LINE}$`));
  await hunt.picture('4-line', panel(page, 'Functions'), 420);
});
