import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, openDashboard, test } from './support/fixtures';
import { parkedProfile, ParkedProgram } from './support/parkedProgram';
import { goroutineRows, valueOf } from './support/readings';
import { longTasks } from './support/tasks';

const NO_WORKERS = "worker-src 'none'";
const RESULT = 'data-testid Data source settings page Alert';

/** Answers with the policy beside the page, on any host. */
async function withPolicy(page: Page, policy: string): Promise<void> {
  await page.route(/\/d\/|\/connections\//, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
  });
}

/** While long tasks are looked for. Decoding in one go in the page makes at least one of over 100 ms in each. */
const SCRAPES = 5;
/** What decoding in the page leaves to the garbage collector is no slice of ours: with both cores taken it can be long. */
const HICCUPS = 1;

/** What the page says to its worker: engine/protocol.ts. */
interface Sent {
  id?: number;
  method?: string;
  cancel?: number;
}

const total = (page: Page) => page.getByTestId('tidemark-goroutines-total').first();
const rowOf = (page: Page, name: string) =>
  goroutineRows(page)
    .and(page.locator(`[data-function="${name}"]`))
    .first();

for (const [place, policy] of [
  ['in a worker', undefined],
  ['in the page, where the Content-Security-Policy forbids workers', NO_WORKERS],
] as const) {
  test.describe(`decoding ${place}`, () => {
    test.beforeEach(async ({ page }) => policy && withPolicy(page, policy));

    test('gives the numbers that the program has', async ({ page, startDemo, addTarget }) => {
      const demo = await startDemo();
      await demo.step('consumer', 31);
      await openDashboard(page, 'tidemark-goroutines', await addTarget(demo.url));
      await expect(rowOf(page, 'main.(*session).send')).toHaveAttribute('data-value', '31');
      await demo.step('consumer', 11);
      await expect(rowOf(page, 'main.(*session).send')).toHaveAttribute('data-value', '42');
      expect(page.workers()).toHaveLength(policy ? 0 : 1);
    });

    test('makes no long task of a big profile', async ({ page, addTarget }, testInfo) => {
      test.setTimeout(240_000);
      // PARKED_PROFILE: a stored one, for measuring.
      const stored = process.env.PARKED_PROFILE;
      const program = await ParkedProgram.start(stored ? readFileSync(stored) : parkedProfile(100_000, 20_000));
      try {
        await openDashboard(page, 'tidemark-goroutines', await addTarget(program.url, { scrapeIntervalSeconds: 2 }));
        await expect(total(page)).toHaveAttribute('data-value', /^\d{6,}$/, { timeout: 60_000 });
        if (!stored) {
          expect(await valueOf(total(page))).toBe(100_000);
          expect(await valueOf(rowOf(page, 'main.(*session).wait'))).toBeGreaterThan(20_000);
        }
        const tasks = await longTasks(page, async () => {
          const before = program.served;
          await expect.poll(() => program.served, { timeout: 120_000 }).toBeGreaterThanOrEqual(before + SCRAPES);
        });
        testInfo.annotations.push({ type: 'long tasks', description: JSON.stringify(tasks) });
        const ours = tasks.filter(({ oursMs }) => oursMs >= 50);
        expect(ours.length, JSON.stringify(ours, undefined, 1)).toBeLessThanOrEqual(policy ? HICCUPS : 0);
      } finally {
        program.close();
      }
    });

    test('is told in the settings only where it is out of the ordinary', async ({ page, startDemo, addTarget }) => {
      const uid = await addTarget((await startDemo()).url);
      await page.goto(`/connections/datasources/edit/${uid}`);
      await page.getByTestId('data-testid Data source settings page Save and Test button').click();
      await expect(page.getByTestId(RESULT)).toContainText(/answers: \d+ goroutines/);
      const refused = page.getByTestId(RESULT).getByText(/decoded in the page.*refused a worker.*worker-src/);
      await expect(refused).toHaveCount(policy ? 1 : 0);
    });
  });
}

// Chromium's own DecompressionStream takes one member and refuses the rest.
test('a gzip body of several members is taken as a whole', async ({ page, addTarget }) => {
  const raw = gunzipSync(parkedProfile(3_000, 100));
  const cuts = [0, 1_000, raw.length >> 1, raw.length];
  const members = cuts.slice(1).map((end, i) => gzipSync(raw.subarray(cuts[i], end)));
  const program = await ParkedProgram.start(Buffer.concat(members));
  try {
    await openDashboard(page, 'tidemark-goroutines', await addTarget(program.url));
    await expect(total(page)).toHaveAttribute('data-value', '3000');
  } finally {
    program.close();
  }
});

test('a panel that leaves cancels the work it had asked for', async ({ page, startDemo, addTarget }) => {
  // Answers to panels never get to the worker, so they are still awaited when the panel leaves.
  await page.addInitScript(() => {
    const sent: Sent[] = [];
    Reflect.set(window, 'tidemarkSent', sent);
    Worker.prototype.postMessage = new Proxy(Worker.prototype.postMessage, {
      apply(post, worker, [message, ...more]: [Sent]) {
        sent.push({ id: message.id, method: message.method, cancel: message.cancel });
        return message.method === 'goroutines' ? undefined : Reflect.apply(post, worker, [message, ...more]);
      },
    });
  });
  const sent = () => page.evaluate(() => (Reflect.get(window, 'tidemarkSent') ?? []) as Sent[]);

  await openDashboard(page, 'tidemark-goroutines', await addTarget((await startDemo()).url));
  await expect.poll(async () => (await sent()).some(({ method }) => method === 'goroutines')).toBe(true);
  expect((await sent()).filter(({ cancel }) => cancel !== undefined)).toEqual([]);
  // Within the page, as a link goes.
  await page.evaluate(() => {
    history.pushState({}, '', '/dashboards');
    dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  });
  await expect(total(page)).toHaveCount(0);
  const asked = (await sent()).filter(({ method }) => method === 'goroutines').map(({ id }) => id);
  await expect
    .poll(async () => (await sent()).flatMap(({ cancel }) => cancel ?? []))
    .toEqual(expect.arrayContaining(asked));
});

test('a worker that crashed: what was sampled goes on in a new one, and the panel says what happened', async ({
  page,
  startDemo,
  addTarget,
}) => {
  const demo = await startDemo();
  await demo.step('consumer', 7);
  await openDashboard(page, 'tidemark-goroutines', await addTarget(demo.url));
  await expect(rowOf(page, 'main.(*session).send')).toHaveAttribute('data-value', '7');
  const [worker] = page.workers();
  await worker!.evaluate(() => {
    setTimeout(() => {
      throw new Error('out of luck');
    });
  });
  await demo.step('consumer', 1);
  await expect(rowOf(page, 'main.(*session).send')).toHaveAttribute('data-value', '8');
  expect(page.workers()).toHaveLength(1);
  expect(page.workers()[0]).not.toBe(worker);
});
