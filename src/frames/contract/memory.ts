import type { MemorySource } from '../../core/memstats/fields';
import type { CommonMeta } from './common';

/** Wide frame: `time`, then the fields of MEMORY_FIELDS that the target tells (bands view), or those asked for (fields view). */
export interface MemoryMeta extends CommonMeta {
  kind: 'memory';
  view: 'bands' | 'fields';
  /** The rung of the memory ladder that the figures come from; absent before any has answered. */
  source?: MemorySource;
  /** How Go gives memory back on this target, and how we know. */
  madvise: { regime: 'MADV_FREE' | 'MADV_DONTNEED' | 'unknown'; because: string };
  /** Where the current RSS comes from; absent where nothing tells it. */
  rssSource?: MemorySource;
}

/** The parts that a field of the bands view can play in the picture. `part`: of the residual, and known by itself. */
export type MemoryRole = 'band' | 'goResident' | 'rss' | 'residual' | 'part' | 'released' | 'peak' | 'collections';

export interface MemoryFieldSpec {
  /** The field's name in the frame. */
  name: string;
  role: MemoryRole;
  /** For a person: the legend's first line. */
  title: string;
  /** The legend's second line, in MemStats' own words. */
  formula: string;
  text: string;
}

/**
 * The bands view's fields, in the frame's order. The bands come bottom first and add up to `goResident`. All are bytes,
 * but for `NumGC`.
 */
export const MEMORY_FIELDS = [
  {
    name: 'live',
    role: 'band',
    title: 'Live heap',
    formula: 'HeapAlloc',
    text: 'Objects that are reachable, or not yet swept.',
  },
  {
    name: 'fragmentation',
    role: 'band',
    title: 'Fragmentation',
    formula: 'HeapInuse − HeapAlloc',
    text: 'Free room in spans that hold at least one object.',
  },
  {
    name: 'idle',
    role: 'band',
    title: 'Idle, kept',
    formula: 'HeapIdle − HeapReleased',
    text: 'Empty spans that Go keeps for reuse.',
  },
  {
    name: 'stacks',
    role: 'band',
    title: 'Stacks',
    formula: 'StackSys',
    text: 'Goroutine stacks and OS thread stacks.',
  },
  {
    name: 'runtime',
    role: 'band',
    title: 'Runtime',
    formula: 'Sys − HeapSys − StackSys',
    text: "The runtime's own structures: MSpanSys + MCacheSys + BuckHashSys + GCSys + OtherSys.",
  },
  {
    name: 'goResident',
    role: 'goResident',
    title: 'Go’s estimate',
    formula: 'Sys − HeapReleased',
    text: 'What Go believes to be resident: the sum of the bands.',
  },
  {
    name: 'RSS',
    role: 'rss',
    title: 'RSS',
    formula: 'as the kernel counts it',
    text: 'Resident memory of the process.',
  },
  {
    name: 'residual',
    role: 'residual',
    title: 'Residual',
    formula: 'RSS − (Sys − HeapReleased)',
    text: 'Inferred: pages freed with MADV_FREE and not yet taken back, cgo and mmap memory, file pages. Below zero: mapped and never touched, or swapped out.',
  },
  {
    name: 'RssFile',
    role: 'part',
    title: 'File pages',
    formula: 'RssFile',
    text: 'Part of the residual: the binary itself and mapped files. The kernel reads them again when they are needed.',
  },
  {
    name: 'LazyFree',
    role: 'part',
    title: 'Freed, not taken back',
    formula: 'LazyFree',
    text: 'Part of the residual: freed with MADV_FREE, and the kernel takes it when it needs memory.',
  },
  {
    name: 'released',
    role: 'released',
    title: 'Given back',
    formula: 'HeapReleased',
    text: 'Idle spans that Go returned to the OS.',
  },
  {
    name: 'MaxRSS',
    role: 'peak',
    title: 'Peak RSS',
    formula: 'MaxRSS',
    text: 'The highest RSS since the start. Never the current value: RSS may be far below it.',
  },
  {
    name: 'NumGC',
    role: 'collections',
    title: 'GC cycles',
    formula: 'NumGC',
    text: 'Completed collections since the start.',
  },
] as const satisfies readonly MemoryFieldSpec[];

export type MemoryFieldName = (typeof MEMORY_FIELDS)[number]['name'];
