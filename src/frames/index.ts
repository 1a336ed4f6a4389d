export * from './contract';
export { goroutinesFrame, namedBy, type GoroutinesFrameOptions } from './goroutines';
export {
  describeMemoryField,
  isMemoryField,
  MEMORY_FIELD_NAMES,
  memoryColumns,
  memoryFrame,
  type MemoryFrameOptions,
  type MemoryView,
} from './memory';
export type { ProbeFacts } from './probe';
export type { MemoryField } from '../core/memstats/fields';
