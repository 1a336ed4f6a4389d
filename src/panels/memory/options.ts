import type { LegendPlacement } from '../../ui/legendPlacement';

/** Bytes over time, shares of RSS over time, or the steps from HeapAlloc to RSS at one moment. */
export type MemoryViewName = 'absolute' | 'share' | 'waterfall';

export interface MemoryOptions {
  /** The view to begin with; the panel's own switch changes it for whoever looks at it. */
  view: MemoryViewName;
  legend: LegendPlacement;
  /** Outline what Go gave back: from its estimate up to Sys. */
  showReleased: boolean;
  /** Ticks for GC cycles. Auto: while they are no closer than a few pixels. */
  gcMarks: 'auto' | 'always' | 'never';
  /** The ceiling: `512MiB`, `512Mi`, bytes, or a dashboard variable with one of these. Empty: what the findings tell. */
  limit: string;
}

export const MEMORY_DEFAULTS: MemoryOptions = {
  view: 'absolute',
  legend: 'auto',
  showReleased: true,
  gcMarks: 'auto',
  limit: '',
};

export const MEMORY_VIEWS: ReadonlyArray<{ value: MemoryViewName; label: string; text: string }> = [
  { value: 'absolute', label: 'Bytes', text: 'Bytes over time' },
  { value: 'share', label: 'Share', text: 'Shares of RSS over time' },
  { value: 'waterfall', label: 'Waterfall', text: 'From HeapAlloc to RSS, step by step, at one moment' },
];
