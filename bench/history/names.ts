/** What keeps scrapes: ours, and the two ways it is written first. */
export const STORE_NAMES = ['tidemark', 'columns', 'objects'] as const;

export type StoreName = (typeof STORE_NAMES)[number];
