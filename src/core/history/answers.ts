// What a picture needs of a time range, worked out beside the history (rangeFacts.ts).
export {
  goroutinesAnswer,
  namedBy,
  OTHER,
  type CountSeries,
  type GoroutinesAnswer,
  type GoroutinesOptions,
} from './goroutinesAnswer';
export { heapAnswer, type HeapAnswer, type HeapOptions, type HeapSeries } from './heapAnswer';
export { memoryAnswer, type MemoryAnswer, type MemoryColumnName, type MemoryOptions } from './memoryAnswer';
export type { FailureKind, RangeFacts } from './rangeFacts';
