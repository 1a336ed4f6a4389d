import { pageEngine } from '../engine';
import type { Target } from '../settings';
import { Sampler } from './sampler';

/** One sampler per target in this page. Data source instances come and go with each visit; these stay. */
const samplers = new Map<string, Sampler>();

/** The page's sampler of this target. Settings that changed make a new one; the former ends with its last panel. */
export function samplerOf(target: Target): Sampler {
  const former = samplers.get(target.uid);
  if (former && JSON.stringify(former.target) === JSON.stringify(target)) {
    return former;
  }
  const sampler = new Sampler(target, pageEngine());
  samplers.set(target.uid, sampler);
  former?.retire(sampler);
  return sampler;
}
