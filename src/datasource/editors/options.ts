import type { ComboboxOption } from '@grafana/ui';
import { describeMemoryField, MEMORY_FIELD_NAMES } from '../../frames';
import type { GroupBy, MemoryQuery, TidemarkOptions, TidemarkQuery } from '../types';

export const MEMORY_SOURCE_OPTIONS: Array<ComboboxOption<NonNullable<TidemarkOptions['memorySource']>>> = [
  { value: 'auto', label: 'Automatic' },
  { value: '/metrics', label: '/metrics', description: 'Prometheus metrics: MemStats, RSS, start time' },
  { value: '/debug/vars', label: '/debug/vars', description: 'expvar: all of MemStats, RSS where published' },
  { value: 'heap?debug=1', label: 'heap?debug=1', description: 'The end of the heap profile: dear, and without RSS' },
];

export const QUERY_TYPE_OPTIONS: Array<ComboboxOption<TidemarkQuery['queryType']>> = [
  { value: 'goroutines', label: 'Goroutines', description: 'How many, in total or by stack' },
  { value: 'memory', label: 'Memory', description: 'RSS against heap, or any MemStats field' },
];

export const GROUP_BY_OPTIONS: Array<ComboboxOption<GroupBy>> = [
  { value: 'stack', label: 'Stack', description: 'One line a distinct stack' },
  { value: 'function', label: 'Function', description: 'One line a function: the first of your code' },
  { value: 'total', label: 'Total', description: 'All goroutines as one line' },
];

export const VIEW_OPTIONS: Array<ComboboxOption<MemoryQuery['view']>> = [
  { value: 'bands', label: 'Bands', description: 'What adds up to Sys − HeapReleased, and RSS over it' },
  { value: 'fields', label: 'Fields', description: 'Lines of single MemStats or process fields' },
];

export const FIELD_OPTIONS: Array<ComboboxOption<string>> = MEMORY_FIELD_NAMES.map((name) => ({
  value: name,
  label: name,
  description: describeMemoryField(name).text,
}));
