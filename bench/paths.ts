import { join } from 'node:path';

/** Relative to the repository, where npm runs scripts. Everything in it can be thrown away. */
export const CACHE = join('.cache', 'bench');

export const SUBJECT_BUNDLES = join(CACHE, 'js', 'subjects');
export const NODE_BUNDLES = join(CACHE, 'js', 'node');
export const BROWSER_BUNDLES = join(CACHE, 'js', 'browser');
