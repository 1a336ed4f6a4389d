import { suspects } from '../../src/core/growth/suspects';
import { rangeOf } from '../../src/core/growth/testing';
import { addLeak, healthyWorld } from './world';

const [what = 'healthy', runs = '20', stacks = '1000', days = 'shared', scr = '240', int = '15000', period = '10'] =
  process.argv.slice(2);
let bad = 0;
let found = 0;
const errors: number[] = [];
let time = 0;
let worst = 0;
let cover = 0;
for (let seed = 1; seed <= Number(runs); seed++) {
  const world = healthyWorld({
    seed,
    scrapes: Number(scr),
    intervalMs: Number(int),
    stacks: Number(stacks),
    events: what === 'healthy',
    days: days as 'shared',
  });
  const leak =
    what === 'leak'
      ? addLeak(
          world,
          'leak',
          {
            perMinute: Number(process.env.RATE ?? 1),
            amplitude: Number(process.env.AMP ?? 50),
            periodMinutes: Number(period),
            arrivals: (process.env.ARR ?? 'poisson') as 'poisson',
          },
          seed + 5000
        )
      : undefined;
  const range = rangeOf(world);
  const before = performance.now();
  const result = suspects(range, { deploys: world.deploys });
  const took = performance.now() - before;
  time += took;
  worst = Math.max(worst, took);
  const mine = result.suspects.find(({ members }) => members.some(({ stack }) => stack.key === 'leak'));
  const others = result.suspects.filter((s) => s !== mine);
  if (others.length > 0) {
    bad++;
    console.log(
      seed,
      'restarts',
      world.restarts.join(),
      'deploys',
      world.deploys.length,
      others
        .map(
          (s) =>
            `${s.leader.stack.key} kind ${Number(s.leader.stack.key.split('-')[1]) % 20} p=${s.pValue.toExponential(1)} conf ${s.confidence.toFixed(3)} ${s.perMinute.toFixed(2)} [${s.low.toFixed(2)},${s.high.toFixed(2)}] since ${((s.sinceMs - 1.8e12) / 60000).toFixed(1)} m=${s.members.length}` +
            (process.env.V ? JSON.stringify(s.evidence.map((e) => e.text)) : '')
        )
        .join('\n   ')
    );
  }
  if (process.env.C) {
    console.log(seed, result.caveats.map((c) => c.kind + ('withheld' in c ? c.withheld.length : '')).join(', '));
  }
  if (leak) {
    if (mine) {
      found++;
      const last = leak.length - 1;
      const truth0 = Number(process.env.RATE ?? 1);
      const truth = (leak[last]! - leak[0]!) / ((world.times[last]! - world.times[0]!) / 60000);
      errors.push(mine.perMinute / truth - 1);
      cover += Number(mine.low <= truth0 && truth0 <= mine.high);
    } else {
      console.log('miss', seed, result.caveats.map((c) => c.kind).join(', '));
    }
  }
}
errors.sort((a, b) => Math.abs(a) - Math.abs(b));
console.log({
  what,
  runs,
  bad,
  found,
  median: Math.abs(errors[errors.length >> 1] ?? NaN),
  within15: errors.filter((e) => Math.abs(e) <= 0.15).length,
  cover,
  max: errors.at(-1),
  ms: time / Number(runs),
  worst,
});
