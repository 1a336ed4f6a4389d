import { growthEstimateSteps } from '../../src/core/growth/estimate';
import { rangeOf } from '../../src/core/growth/testing';
import { runSteps } from '../../src/core/steps';
import { tidalOf } from '../../src/core/growth/growthtest';
import { climbOf } from '../../src/core/growth/climb';
import { loadRise } from '../../src/core/growth/load';
import { addLeak, healthyWorld } from './world';
for (const [seed, keys] of [[19,[538,418,278]],[6,['leak']],[27,['leak']],[28,['leak']]] as Array<[number, any[]]>) {
  const world = healthyWorld({ seed, scrapes: 240, intervalMs: 15000, stacks: 1000, events: false, days: 'shared' });
  addLeak(world, 'leak', {perMinute:1, amplitude:50, periodMinutes:10, arrivals:'poisson'}, seed+5000);
  const all = runSteps(growthEstimateSteps(rangeOf(world), { always: new Set(['leak']) }));
  const load = all.setting!.load!;
  const f = load.without(undefined);
  console.log('seed', seed, 'starts', all.window.cells.starts.join(), 'n', f.length, 'loadRise', loadRise(f).toFixed(3), 'members', load.members, [...f].filter((_, i) => i % 10 === 0).map((x) => x.toFixed(2)).join(' '));
  for (const key of keys) {
    const e = all.estimates.find(({ stack }) => stack.key === (key === 'leak' ? key : `healthy-${key}`));
    if (!e) {console.log(key, 'none'); continue;}
    const g = e.growth;
    console.log(key, g?.kind, 'from', g?.from, 'rise', g?.rise, 'level', g?.level, 'p', g?.p, 'z', g?.drift.z, g?.drift.up, g?.drift.down, 'phi', g?.tidal?.noise, 'eff', g?.tidal?.effective, 'periods', g?.tidal?.periods, 'params', g?.tidal?.fit.parameters, 'free', g?.tidal?.fit.free, 'slope', g?.tidal?.fit.slope, g?.tidal?.error);
    if (key==='leak') { const t = tidalOf(e.minima, all.setting!); console.log('TIDAL', t.p, t.periods, t.noise, t.effective, t.fit.slope, t.error, t.fit.free, climbOf(all.window.cells.minutes, t.fit.adjusted, all.window.cells.starts, t.fit.slope)); }
    console.log('   ', [...e.minima].filter((_, i) => i % 5 === 0).join(' '));
  }
}
