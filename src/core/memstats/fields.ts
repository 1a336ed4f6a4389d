/** The fields of runtime.MemStats that are one number each, spelled as there, with their unit and meaning. */
export const MEMSTATS_FIELDS = {
  Alloc: { unit: 'bytes', text: 'Bytes of allocated heap objects; the same as HeapAlloc.' },
  TotalAlloc: { unit: 'bytes', counter: true, text: 'Bytes allocated for heap objects since the start; never falls.' },
  Sys: { unit: 'bytes', text: 'Bytes of address space obtained from the OS: the sum of the *Sys fields.' },
  Lookups: { unit: 'count', counter: true, text: 'Pointer lookups; kept by Go for compatibility, always 0.' },
  Mallocs: { unit: 'count', counter: true, text: 'Heap objects allocated since the start.' },
  Frees: { unit: 'count', counter: true, text: 'Heap objects freed since the start.' },
  HeapAlloc: { unit: 'bytes', text: 'Bytes of heap objects: reachable ones and those not yet swept.' },
  HeapSys: { unit: 'bytes', text: 'Bytes of address space that the heap holds: HeapInuse + HeapIdle.' },
  HeapIdle: { unit: 'bytes', text: 'Bytes in spans without any object.' },
  HeapInuse: { unit: 'bytes', text: 'Bytes in spans with at least one object.' },
  HeapReleased: { unit: 'bytes', text: 'Bytes of idle spans that were given back to the OS.' },
  HeapObjects: { unit: 'count', text: 'Heap objects: Mallocs - Frees.' },
  StackInuse: { unit: 'bytes', text: 'Bytes in stack spans.' },
  StackSys: { unit: 'bytes', text: 'Bytes obtained from the OS for goroutine and OS thread stacks.' },
  MSpanInuse: { unit: 'bytes', text: 'Bytes of mspan structures in use.' },
  MSpanSys: { unit: 'bytes', text: 'Bytes obtained from the OS for mspan structures.' },
  MCacheInuse: { unit: 'bytes', text: 'Bytes of mcache structures in use.' },
  MCacheSys: { unit: 'bytes', text: 'Bytes obtained from the OS for mcache structures.' },
  BuckHashSys: { unit: 'bytes', text: 'Bytes in the hash tables of the memory profiler.' },
  GCSys: { unit: 'bytes', text: "Bytes in the garbage collector's metadata." },
  OtherSys: { unit: 'bytes', text: 'Bytes of other off-heap allocations of the runtime.' },
  NextGC: { unit: 'bytes', text: 'The heap size at which the next collection is due.' },
  LastGC: { unit: 'ns', text: 'When the last collection ended, nanoseconds since 1970; 0 before the first.' },
  PauseTotalNs: { unit: 'ns', counter: true, text: 'Nanoseconds that the world was stopped for collections.' },
  NumGC: { unit: 'count', counter: true, text: 'Completed collections.' },
  NumForcedGC: { unit: 'count', counter: true, text: 'Collections that the program asked for (runtime.GC).' },
  GCCPUFraction: { unit: 'ratio', text: "The share of the program's CPU time that collections took since the start." },
} as const satisfies Record<string, FieldSpec>;

/** What the OS says of the process: no part of runtime.MemStats, told by /metrics, expvar or (the peak) the trailer. */
export const PROCESS_FIELDS = {
  RSS: { unit: 'bytes', text: 'Resident memory of the process, as the kernel counts it.' },
  RssAnon: { unit: 'bytes', text: 'Resident anonymous memory: heap, stacks, mmap without a file.' },
  RssFile: { unit: 'bytes', text: 'Resident file pages: the binary itself and mapped files.' },
  LazyFree: {
    unit: 'bytes',
    text: 'Resident pages freed with MADV_FREE that the kernel may take back (smaps_rollup).',
  },
  WorkingSet: {
    unit: 'bytes',
    text: 'Memory of the container, without file pages that are not in use: what Kubernetes holds against its limit.',
  },
  MaxRSS: { unit: 'bytes', text: 'The highest RSS so far. A peak, never the current value.' },
  VirtualMemory: { unit: 'bytes', text: 'Address space of the process.' },
  MemLimit: { unit: 'bytes', text: 'The soft memory limit of the Go runtime (GOMEMLIMIT), where one is set.' },
  OpenFDs: { unit: 'count', text: 'Open file descriptors.' },
  Goroutines: { unit: 'count', text: 'Goroutines as the memory source counts them (runtime.NumGoroutine).' },
} as const satisfies Record<string, FieldSpec>;

export type Unit = 'bytes' | 'count' | 'ns' | 'ratio';

export interface FieldSpec {
  unit: Unit;
  /** Never falls while the process lives, so a fall is a restart. */
  counter?: boolean;
  text: string;
}

export type MemStatsField = keyof typeof MEMSTATS_FIELDS;
export type ProcessField = keyof typeof PROCESS_FIELDS;
export type MemoryField = MemStatsField | ProcessField;

/** The rungs of the ladder, best first: one small answer with RSS; all of MemStats; the trailer of a heap profile. */
export type MemorySource = '/metrics' | '/debug/vars' | 'heap?debug=1';
