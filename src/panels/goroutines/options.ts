import type { LegendPlacement } from '../../ui/legendPlacement';

export interface GoroutinesOptions {
  legend: LegendPlacement;
  /** Stacked areas that add up to the total, or one line a stack from zero. */
  style: 'area' | 'lines';
  /** Dashboard variable that a click on a leak sets to a focus pattern; empty for none. */
  variable: string;
}

export const GOROUTINES_DEFAULTS: GoroutinesOptions = { legend: 'auto', style: 'area', variable: 'stack' };
