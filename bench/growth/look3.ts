import { growthEstimateSteps } from '../../src/core/growth/estimate';
import { suspects } from '../../src/core/growth/suspects';
import { rangeOf } from '../../src/core/growth/testing';
import { runSteps } from '../../src/core/steps';
import { addLeak, healthyWorld } from './world';
const world = healthyWorld({ seed: 1, scrapes: 5760, intervalMs: 15_000, stacks: 1990, events: true, days: 'shared' });
for (let leak = 0; leak < 10; leak++) {
  addLeak(
    world,
    `leak-${leak}`,
    { perMinute: 0.2 + leak, amplitude: 20, periodMinutes: 15, arrivals: 'poisson' },
    leak
  );
}
const range = rangeOf(world);
console.log(world.restarts, world.deploys);
const s = suspects(range);
console.log(
  s.suspects.map((x) =>
    [
      x.members.map((m) => m.stack.key).join('+'),
      x.perMinute.toFixed(2),
      x.low.toFixed(2),
      x.high.toFixed(2),
      x.sinceMs - 1.8e12,
    ].join(' ')
  )
);
console.log(s.caveats.map((c) => c.kind + ('withheld' in c ? c.withheld.map((w) => w.key).join() : '')));
const all = runSteps(growthEstimateSteps(range));
console.log(
  all.window.cells.starts,
  all.window.segments,
  all.estimates.map((e) => `${e.stack.key} ${e.growth?.kind} ${e.pValue} ${e.perMinute}`)
);
