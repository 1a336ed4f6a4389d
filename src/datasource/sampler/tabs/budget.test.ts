import { realEngine, advance, until, useFakeClock } from '../../testing/running';
import { after, file, PATHS, type FakeBackend } from '../../testing/fakeBackend';
import { prometheus, TARGET } from '../../testing/programs';
import { Sampler } from '../sampler';
import { FakeBrowser } from './testing';

// Two tabs that show the same program, one its scrapes and the other its heap.

const { goroutine, heapProfile, metrics } = PATHS;
const SCRAPE_MS = 400;
const HEAP_MS = 2_000;
const STEP_MS = 2_500;

let backend: FakeBackend;
let browser: FakeBrowser;
beforeEach(() => {
  useFakeClock();
  browser = new FakeBrowser();
  backend = prometheus();
  backend.reply(metrics, after(1, file('captures/prom.metrics')));
  backend.reply(goroutine, after(SCRAPE_MS, file('captures/prom.goroutine.d0')));
  backend.reply(heapProfile, after(HEAP_MS, file('captures/prom.heap.d0')));
});
afterEach(() => jest.useRealTimers());

/** A tab, and how many rounds it has seen end. */
function open(shows: 'scrapes' | 'heaps') {
  const tab = browser.openTab();
  const sampler = new Sampler(TARGET, realEngine(), tab.means);
  const shown = { tab, sampler, ended: 0, leave: () => undefined as void };
  const subscription = sampler[shows].subscribe(() => shown.ended++);
  shown.leave = () => subscription.unsubscribe();
  return shown;
}

/** Lets time pass; what has come is decoded in real time. */
async function pass(ms: number, ...tabs: Array<ReturnType<typeof open>>): Promise<void> {
  for (let passed = 0; passed < ms; passed += STEP_MS) {
    await advance(STEP_MS);
    const asked = backend.count(goroutine) + backend.count(heapProfile);
    await until(() => backend.inFlight > 0 || tabs.reduce((sum, { ended }) => sum + ended, 0) >= asked);
  }
}

const spent = () => backend.count(goroutine) * SCRAPE_MS + backend.count(heapProfile) * HEAP_MS;

test('scrapes of one tab and heap profiles of another keep to one budget', async () => {
  const tabs = [open('scrapes'), open('heaps')] as const;
  await pass(600_000, ...tabs);
  const before = spent();
  const HOUR = 3_600_000;
  await pass(HOUR, ...tabs);
  const share = (spent() - before) / HOUR;
  expect(share).toBeLessThanOrEqual(1.03 * TARGET.costBudget);
  // And all of it is used.
  expect(share).toBeGreaterThan(0.85 * TARGET.costBudget);
}, 60_000);

test('where the other tab is gone, its share is the first one’s again', async () => {
  const [one, other] = [open('scrapes'), open('heaps')];
  await pass(300_000, one, other);
  const both = one.sampler.paces.scrapes.plan.intervalMs;
  other.leave();
  await pass(300_000, one, other);
  expect(both).toBeGreaterThan(1.9 * (SCRAPE_MS / TARGET.costBudget));
  expect(one.sampler.paces.scrapes.plan.intervalMs).toBeLessThan(1.1 * (SCRAPE_MS / TARGET.costBudget));
}, 60_000);
