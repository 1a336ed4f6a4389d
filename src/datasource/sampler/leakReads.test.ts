import { LeakReads } from './leakReads';

const MINUTE = 60_000;
const NOW = 1_800_000_000_000;

beforeEach(() => localStorage.clear());
afterEach(() => jest.restoreAllMocks());

/** What a tab has of it. */
const tab = (target = 'orders') => new LeakReads(target);

test('once a minute over all tabs, those that open later and those that are gone too', () => {
  const [one, other] = [tab(), tab()];
  expect(one.take(false, NOW)).toBe(0);
  expect(other.take(false, NOW + 1)).toBe(MINUTE - 1);
  // The tab that read is gone with all it knew.
  expect(tab().take(false, NOW + 20_000)).toBe(MINUTE - 20_000);
  expect(other.take(false, NOW + MINUTE)).toBe(0);
  expect(one.take(false, NOW + MINUTE + 1)).toBe(MINUTE - 1);
});

test('each target for itself', () => {
  expect([tab('orders').take(false, NOW), tab('payments').take(false, NOW)]).toEqual([0, 0]);
});

test('a person who was sent away goes first then, in whichever tab', () => {
  const [page, person] = [tab(), tab()];
  page.take(false, NOW);
  expect(person.take(true, NOW + 10_000)).toBe(50_000);
  expect(page.take(false, NOW + MINUTE)).toBe(MINUTE);
  expect(tab().take(true, NOW + MINUTE + 30_000)).toBe(0);
  expect(page.take(false, NOW + 2 * MINUTE + 29_999)).toBe(1);
  expect(page.take(false, NOW + 2 * MINUTE + 30_000)).toBe(0);
});

test('who does not come back holds the others up for a minute, no longer', () => {
  const [page, person] = [tab(), tab()];
  page.take(false, NOW);
  person.take(true, NOW + 10_000);
  expect(page.take(false, NOW + 2 * MINUTE)).toBe(0);
});

test('a clock that was set back keeps nobody waiting', () => {
  tab().take(false, NOW);
  tab().take(true, NOW + 1);
  expect(tab().take(false, NOW - 3_600_000)).toBe(0);
  expect(tab().take(false, NOW - 3_600_000 + 1)).toBe(MINUTE - 1);
});

test.each(['getItem', 'setItem'] as const)('without storage (%s) it is once a minute in each tab', (method) => {
  jest.spyOn(Storage.prototype, method).mockImplementation(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  const [one, other] = [tab(), tab()];
  expect([one.take(false, NOW), one.take(false, NOW + 1), other.take(false, NOW + 2)]).toEqual([0, MINUTE - 1, 0]);
});
