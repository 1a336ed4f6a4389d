import type { DeploysMeta, EventsMeta, VerdictMeta } from './contract/deploys';
import type { DumpMeta } from './contract/dump';
import type { FindingsMeta } from './contract/findings';
import type { GoroutinesMeta } from './contract/goroutines';
import type { HeapMeta } from './contract/heap';
import type { InstancesMeta } from './contract/instances';
import type { MemoryMeta } from './contract/memory';
import type { ProcessMeta } from './contract/process';
import type { ProfileMeta } from './contract/profile';
import type { SuspectsMeta } from './contract/suspects';

export type { BlockedOn, Frame, StackKey } from '../core/profile/stack';
export type { MemorySource } from '../core/memstats/fields';
export type { Finding, FindingEvidence, Severity } from '../core/diagnosis/finding';
export type { OriginSpan, PaceMeta, ProbeMeta } from './contract/common';
export * from './contract/deploys';
export * from './contract/dump';
export * from './contract/findings';
export * from './contract/goroutines';
export * from './contract/heap';
export * from './contract/instances';
export * from './contract/memory';
export * from './contract/process';
export * from './contract/profile';
export * from './contract/suspects';

/**
 * The one contract between data and pictures: what the data source puts into `frame.meta.custom`, and what the panels
 * read from there. docs/frames.md describes every frame; a test holds the two together.
 */
export type TidemarkMeta =
  | GoroutinesMeta
  | MemoryMeta
  | SuspectsMeta
  | DeploysMeta
  | VerdictMeta
  | EventsMeta
  | FindingsMeta
  | HeapMeta
  | ProcessMeta
  | ProfileMeta
  | InstancesMeta
  | DumpMeta;
