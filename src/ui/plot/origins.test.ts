import { originText, placeOrigins } from './origins';

const PLOT = { width: 1000, from: 0, to: 1000 };
const past = (fromMs: number, toMs: number) => ({ origin: 'Prometheus', fromMs, toMs });
const own = (fromMs: number, toMs: number) => ({ origin: 'sampled', fromMs, toMs });

test('a boundary stands halfway between the rows on either side', () => {
  expect(placeOrigins([past(100, 500), own(520, 900)], PLOT)).toEqual([
    { text: 'from Prometheus', left: 0, width: 510, hasBoundary: false, side: 'right' },
    { text: 'sampled here', left: 510, width: 490, hasBoundary: true, side: 'left' },
  ]);
});

test('what is outside of the plot has no place, and what reaches out of it ends at its edge', () => {
  expect(
    placeOrigins([past(-900, -500), own(-400, -20), past(-10, 300), own(310, 2000), past(2010, 3000)], PLOT)
  ).toEqual([
    { text: 'from Prometheus', left: 0, width: 305, hasBoundary: false, side: 'right' },
    { text: 'sampled here', left: 305, width: 695, hasBoundary: true, side: 'left' },
  ]);
});

test('short gaps that were filled cut nothing up', () => {
  expect(placeOrigins([own(0, 400), past(401, 402), own(403, 1000)], PLOT)).toEqual([
    { text: 'sampled here', left: 0, width: 1000, hasBoundary: false, side: 'left' },
  ]);
});

test('the tooltip names a row’s origin, where there is any to tell apart', () => {
  const origins = [past(100, 500), own(520, 900)];
  expect([100, 500, 520, 510].map((time) => originText(origins, time))).toEqual([
    'from Prometheus',
    'from Prometheus',
    'sampled here',
    undefined,
  ]);
  expect(originText(undefined, 300)).toBeUndefined();
});
