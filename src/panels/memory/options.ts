import type { LegendPlacement } from '../../ui/legendPlacement';

export interface MemoryOptions {
  legend: LegendPlacement;
  /** Outline what Go gave back: from its estimate up to Sys. */
  showReleased: boolean;
  /** The ceiling: `512MiB`, `512Mi`, bytes, or a dashboard variable with one of these. Empty for none. */
  limit: string;
}

export const MEMORY_DEFAULTS: MemoryOptions = { legend: 'auto', showReleased: true, limit: '' };
