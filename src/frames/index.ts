export * from './contract';
export { goroutinesFrame, namedBy, type GoroutinesFrameOptions } from './goroutines';
export { describeMemoryField, isMemoryField, MEMORY_FIELD_NAMES, memoryFrame, type MemoryFrameOptions } from './memory';
export type { ProbeFacts } from './probe';
export type { MemoryField } from '../core/memstats/fields';
