import type { ComboboxOption } from '@grafana/ui';
import { describeMemoryField, MEMORY_FIELD_NAMES, type EventKind, type HeapSampleType } from '../../frames';
import type { GroupBy, HeapQuery, MemoryQuery, SuspectsQuery, TidemarkOptions, TidemarkQuery } from '../types';

export const MEMORY_SOURCE_OPTIONS: Array<ComboboxOption<NonNullable<TidemarkOptions['memorySource']>>> = [
  { value: 'auto', label: 'Automatic' },
  { value: '/metrics', label: '/metrics', description: 'Prometheus metrics: MemStats, RSS, start time' },
  { value: '/debug/vars', label: '/debug/vars', description: 'expvar: all of MemStats, RSS where published' },
  { value: 'heap?debug=1', label: 'heap?debug=1', description: 'The end of the heap profile: dear, and without RSS' },
];

export const QUERY_TYPE_OPTIONS: Array<ComboboxOption<TidemarkQuery['queryType']>> = [
  { value: 'goroutines', label: 'Goroutines', description: 'How many, in total or by stack' },
  { value: 'suspects', label: 'Suspects', description: 'Which stacks leak, how fast, since which deploy' },
  { value: 'deploys', label: 'Deploys', description: 'Each deploy with growth before and after it' },
  { value: 'verdict', label: 'Fixed?', description: 'What became of the leaks from one deploy to the next' },
  { value: 'memory', label: 'Memory', description: 'RSS against heap, or any MemStats field' },
  { value: 'heap', label: 'Heap', description: 'Which functions or stacks hold it, or allocated it' },
  {
    value: 'profile',
    label: 'Profile',
    description: 'As go tool pprof shows it: any, at a moment, or against another',
  },
  {
    value: 'dump',
    label: 'Goroutines one by one',
    description: 'debug=2 on a click: who waits, how long, created by whom',
  },
  { value: 'findings', label: 'Findings', description: 'Is it a leak? What RSS and heap say, in words' },
  { value: 'process', label: 'Process', description: 'Version, Go, start; and what watching it costs' },
  { value: 'events', label: 'Marks', description: 'Restarts, deploys and onsets of growth, as annotations have them' },
];

export const SUSPECT_GROUP_OPTIONS: Array<ComboboxOption<NonNullable<SuspectsQuery['groupBy']>>> = [
  { value: 'leak', label: 'Leak', description: 'Stacks that grow together are one row' },
  { value: 'stack', label: 'Stack', description: 'One row a stack' },
  { value: 'function', label: 'Function', description: 'One row for all growing stacks of a function' },
];

export const EVENT_KIND_OPTIONS: Array<ComboboxOption<EventKind>> = [
  { value: 'restarts', label: 'Restarts' },
  { value: 'deploys', label: 'Deploys', description: 'Posted to Grafana, or another build or version in the data' },
  { value: 'onsets', label: 'Onsets of growth' },
  { value: 'findings', label: 'Findings about memory', description: 'What grows or ends in an OOM kill' },
];

export const GROUP_BY_OPTIONS: Array<ComboboxOption<GroupBy>> = [
  { value: 'stack', label: 'Stack', description: 'One line a distinct stack' },
  { value: 'function', label: 'Function', description: 'One line a function: the first of your code' },
  { value: 'total', label: 'Total', description: 'All goroutines as one line' },
];

export const SAMPLE_TYPE_OPTIONS: Array<ComboboxOption<HeapSampleType>> = [
  { value: 'inuse_space', label: 'inuse_space', description: 'Bytes that are in use' },
  { value: 'inuse_objects', label: 'inuse_objects', description: 'Objects that are in use' },
  { value: 'alloc_space', label: 'alloc_space', description: 'Bytes allocated since the start' },
  { value: 'alloc_objects', label: 'alloc_objects', description: 'Objects allocated since the start' },
];

export const HEAP_GROUP_OPTIONS: Array<ComboboxOption<NonNullable<HeapQuery['groupBy']>>> = [
  { value: 'function', label: 'Function', description: 'One line a function' },
  {
    value: 'stack',
    label: 'Stack',
    description: 'One line a distinct stack, called by the first function of your code',
  },
];

export const HEAP_ORDER_OPTIONS: Array<ComboboxOption<NonNullable<HeapQuery['order']>>> = [
  { value: 'cum', label: 'cum', description: 'With all that a function called: finds what allocates all over' },
  { value: 'flat', label: 'flat', description: 'What a function allocated itself' },
];

export const HEAP_VALUES_OPTIONS: Array<ComboboxOption<NonNullable<HeapQuery['values']>>> = [
  { value: 'scaled', label: 'Scaled', description: 'Estimated for all allocations, as go tool pprof shows it' },
  { value: 'sampled', label: 'Sampled', description: 'What was recorded, as heap?debug=1 prints it' },
];

export const VIEW_OPTIONS: Array<ComboboxOption<MemoryQuery['view']>> = [
  { value: 'bands', label: 'Bands', description: 'What adds up to Sys − HeapReleased, and RSS over it' },
  { value: 'fields', label: 'Fields', description: 'Lines of single MemStats or process fields' },
  {
    value: 'instances',
    label: 'Instances',
    description: 'The same of every instance, from the Prometheus of the settings',
  },
];

export const FIELD_OPTIONS: Array<ComboboxOption<string>> = MEMORY_FIELD_NAMES.map((name) => ({
  value: name,
  label: name,
  description: describeMemoryField(name).text,
}));

/** Names that need no explanation to who knows pprof. */
export function plainOptions<T extends string>(values: readonly T[]): Array<ComboboxOption<T>> {
  return values.map((value) => ({ value, label: value }));
}
