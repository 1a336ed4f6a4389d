import type { RoundsReport } from '../node/rounds';
import type { BrowserOrder } from './rounds';

/** To the worker: measure everyone, or do our W on these bytes. */
export type ToWorker = { order: BrowserOrder } | { gz: Uint8Array<ArrayBuffer> };

export type FromWorker = { report: RoundsReport } | { done: true } | { failed: string };
