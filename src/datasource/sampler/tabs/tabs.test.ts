import { Tabs } from './tabs';
import { FakeBrowser, type FakeTab } from './testing';

const EVERY_MS = 1_000;

let browser: FakeBrowser;
beforeEach(() => {
  jest.useFakeTimers();
  browser = new FakeBrowser();
});
afterEach(() => jest.useRealTimers());

/** A tab that shows the target, and what it knows. */
function open(name = 'orders') {
  const tab: FakeTab = browser.openTab();
  const tabs = new Tabs<string>(tab.means, name, EVERY_MS);
  const known = { tab, tabs, isMine: false, told: [] as string[], leave: () => undefined as void };
  const told = tabs.told.subscribe((one) => known.told.push(one));
  const mine = tabs.isMine.subscribe((isMine) => (known.isMine = isMine));
  known.leave = () => (told.unsubscribe(), mine.unsubscribe());
  return known;
}

/** In steps, for what one timer sets off another may have to see. */
async function settle(ms = 50): Promise<void> {
  for (let gone = 0; gone < ms; gone += 50) {
    await jest.advanceTimersByTimeAsync(50);
  }
}
const mine = (...tabs: Array<ReturnType<typeof open>>) => tabs.map(({ isMine }) => isMine);

it('lets one sample, and tells the others', async () => {
  const all = [open(), open(), open()];
  await settle(5 * EVERY_MS);
  expect(mine(...all)).toEqual([true, false, false]);
  all[0]!.tabs.tell('a scrape');
  await settle();
  expect(all.map(({ told }) => told)).toEqual([[], ['a scrape'], ['a scrape']]);
});

it('has nothing to do with tabs that show another target', async () => {
  const [one, other] = [open('orders'), open('payments')];
  await settle();
  expect(mine(one, other)).toEqual([true, true]);
});

it.each([
  ['is killed', (first: ReturnType<typeof open>) => browser.kill(first.tab)],
  ['shows something else', (first: ReturnType<typeof open>) => first.leave()],
])('another goes on at once where the one that samples %s', async (_, end) => {
  const [first, second, third] = [open(), open(), open()];
  await settle();
  end(first);
  await settle();
  expect(mine(second, third)).toEqual([true, false]);
});

it('another takes over where the one that samples says nothing for two intervals, and not before', async () => {
  const [first, second] = [open(), open()];
  await settle(3 * EVERY_MS);
  // It hangs: its timers do not run, and it lets go of nothing.
  jest.spyOn(first.tabs as never as { post: () => void }, 'post').mockImplementation(() => undefined);
  await settle(2 * EVERY_MS);
  expect(mine(first, second)).toEqual([true, false]);
  await settle(2 * EVERY_MS);
  expect(mine(first, second)).toEqual([false, true]);
});

it('stays with a tab that is well, for however long', async () => {
  const [first, second] = [open(), open()];
  await settle(100 * EVERY_MS);
  expect(mine(first, second)).toEqual([true, false]);
});

it('goes from a hidden tab to a visible one, and stays where all are hidden', async () => {
  const [first, second, third] = [open(), open(), open()];
  await settle();
  second.tab.hide(true);
  first.tab.hide(true);
  await settle();
  expect(mine(first, second, third)).toEqual([false, false, true]);
  third.tab.hide(true);
  await settle(10 * EVERY_MS);
  expect(mine(first, second, third)).toEqual([false, false, true]);
  first.tab.hide(false);
  await settle();
  expect(mine(first, second, third)).toEqual([true, false, false]);
});

it('lets every tab sample where tabs cannot share', async () => {
  const seen: boolean[] = [];
  new Tabs(undefined, 'orders', EVERY_MS).isMine.subscribe((isMine) => seen.push(isMine));
  await settle(5 * EVERY_MS);
  expect(seen).toEqual([true]);
});

describe('a tab that does not take part', () => {
  /** What one hears that only listens. */
  function overhear(name = 'orders') {
    const heard: unknown[] = [];
    const listening = new Tabs<string>(browser.openTab().means, name, EVERY_MS).overheard.subscribe((one) =>
      heard.push(one)
    );
    return { heard, listening };
  }
  const news = (heard: unknown[]) => heard.splice(0).filter((one, i, all) => one !== all[i - 1]);

  it('hears what is taken, and takes nothing over', async () => {
    const [{ heard }, leader] = [overhear(), open()];
    await settle(3 * EVERY_MS);
    leader.tabs.tell('a scrape');
    await settle();
    expect(news(heard)).toEqual(['well', { taken: 'a scrape' }]);
    browser.kill(leader.tab);
    await settle();
    const next = open();
    await settle();
    expect(mine(next)).toEqual([true]);
  });

  it('hears nothing of other targets', async () => {
    const { heard } = overhear('payments');
    open('orders').tabs.tell('a scrape');
    await settle(3 * EVERY_MS);
    expect(heard).toEqual([]);
  });

  it('knows when nobody samples any more: a minute late, for a hidden tab may speak once a minute', async () => {
    const [{ heard }, leader] = [overhear(), open()];
    await settle(3 * EVERY_MS);
    news(heard);
    leader.leave();
    await settle(60_000);
    expect(news(heard)).toEqual([]);
    await settle(3 * EVERY_MS);
    expect(news(heard)).toEqual(['gone']);
  });
});
