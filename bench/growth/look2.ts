import { growthEstimateSteps } from '../../src/core/growth/estimate';
import { rangeOf } from '../../src/core/growth/testing';
import { runSteps } from '../../src/core/steps';
import { tidalOf, tideWindow } from '../../src/core/growth/growthtest';
import { lowTide } from '../../src/core/growth/lowtide';
import { climbOf } from '../../src/core/growth/climb';
import { mannKendall, hamedRao } from '../../src/core/growth/mannkendall';
import { theilSen } from '../../src/core/growth/theilsen';
import { addLeak, healthyWorld } from './world';
const [seeds, stacks, scr, int, amp, rate, period, arr='poisson'] = process.argv.slice(2);
for (const seed of seeds!.split(',').map(Number)) {
  const world = healthyWorld({ seed, scrapes: Number(scr), intervalMs: Number(int), stacks: Number(stacks), events: false, days: 'shared' });
  addLeak(world, 'leak', { perMinute: Number(rate), amplitude: Number(amp), periodMinutes: Number(period), arrivals: arr as 'steady' }, seed + 5000);
  const all = runSteps(growthEstimateSteps(rangeOf(world), { always: new Set(['leak']) }));
  const e = all.estimates.find(({ stack }) => stack.key === 'leak')!;
  const s = all.setting!;
  const t = tidalOf(e.minima, s);
  const c = climbOf(s.cells.minutes, t.fit.adjusted, s.cells.starts, t.fit.slope);
  const w = tideWindow(t.periods[0], s.cells);
  const tide = lowTide(e.minima, w, s.cells.starts);
  const infl = Math.max(e.minima.length / (t.effective * t.fit.free), hamedRao(t.fit.residuals));
  console.log(seed, 'growth', e.growth?.kind, e.growth?.p, 'p', t.p, 'periods', t.periods, 'noise', t.noise, 'eff', t.effective, 'slope', t.fit.slope, t.error, 'free', t.fit.free, 'climb', c.steady, c.knots, 'tide w', w, theilSen(Float64Array.from(tide.index, (i) => s.cells.minutes[i]!), tide.values, tide.starts), 'mk', mannKendall(t.fit.adjusted, s.cells.starts, infl), infl);
}
