export * from './contract';
export { deploysFrame } from './deploys';
export { dumpFrame, type DumpFrameInput } from './dump';
export { EVENT_KINDS, eventsFrame, type EventKind } from './events';
export { findingsFrame } from './findings';
export { emptyFlameFrame } from './flame';
export { goroutinesFrame, namedBy, type GoroutinesFrameOptions } from './goroutines';
export { heapFrame, type HeapFacts, type HeapFrameOptions } from './heap';
export { instancesFrames, type InstanceSeries } from './instances';
export { judgingFrames } from './judging';
export {
  describeMemoryField,
  isMemoryField,
  MEMORY_FIELD_NAMES,
  memoryColumns,
  memoryFrame,
  type MemoryFrameOptions,
  type MemoryView,
} from './memory';
export { oneASeverity } from './notices';
export { PROCESS_COLUMNS, processFrame, type ProcessFrameOptions } from './process';
export { profileFrame, type ProfileFrameInput, type ProfileFrameOptions } from './profile';
export type { ProbeFacts } from './probe';
export { gapAfter, type IntervalSince } from './rows';
export { sourceUrl, templateError, type SourceContext, type SourceSettings } from './source';
export { suspectsFrame, type SuspectsFrameOptions } from './suspects';
export { nothingToCompare, verdictFrame } from './verdict';
export type { MemoryField } from '../core/memstats/fields';
