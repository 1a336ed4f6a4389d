export type LegendPlacement = 'auto' | 'right' | 'bottom' | 'hidden';

/** The panel option's choices. */
export const LEGEND_PLACEMENTS: Array<{ value: LegendPlacement; label: string }> = [
  { value: 'auto', label: 'Auto' },
  { value: 'right', label: 'Right' },
  { value: 'bottom', label: 'Bottom' },
  { value: 'hidden', label: 'Hidden' },
];
