import type { MemorySample, ProcessFacts, SizeClass } from '../scrape';
import { describeText, MemoryParseError } from './error';
import { MEMSTATS_FIELDS, type MemoryField } from './fields';
import { gcPauses } from './pauses';

const EXPECTED = 'the JSON of /debug/vars with its "memstats"';

/** The optional expvar `process`, which docs/targets.md describes: what pprof cannot tell of the process. */
const PROCESS_KEYS: Readonly<Record<string, MemoryField>> = {
  rssBytes: 'RSS',
  rssAnonBytes: 'RssAnon',
  rssFileBytes: 'RssFile',
  lazyFreeBytes: 'LazyFree',
};

/** Every MemStats field of /debug/vars, and the optional `process`. Throws MemoryParseError without `memstats`. */
export function parseExpvar(text: string): { memory: MemorySample; process: ProcessFacts } {
  const vars = parseObject(text);
  const memstats = asRecord(vars['memstats']);
  if (!memstats) {
    const names = Object.keys(vars).slice(0, 8).join(', ');
    throw new MemoryParseError(EXPECTED, `JSON without it (it has: ${names || 'nothing'})`);
  }
  const values: Partial<Record<MemoryField, number>> = {};
  for (const field of Object.keys(MEMSTATS_FIELDS) as MemoryField[]) {
    const value = memstats[field];
    if (typeof value === 'number') {
      values[field] = value;
    }
  }
  if (values.Sys === undefined || values.HeapAlloc === undefined) {
    throw new MemoryParseError('a "memstats" with Sys and HeapAlloc', describeText(JSON.stringify(memstats)));
  }
  const process = asRecord(vars['process']) ?? {};
  for (const [key, field] of Object.entries(PROCESS_KEYS)) {
    const value = process[key];
    if (typeof value === 'number') {
      values[field] = value;
    }
  }
  const pauses = gcPauses(numbers(memstats['PauseNs']), numbers(memstats['PauseEnd']), values.NumGC ?? 0);
  const memory: MemorySample = {
    source: '/debug/vars',
    values,
    pauses,
    flags: { ...flag('EnableGC', memstats), ...flag('DebugGC', memstats) },
    bySize: sizeClasses(memstats['BySize']),
  };
  return { memory, process: processFacts(process) };
}

function processFacts(process: Record<string, unknown>): ProcessFacts {
  const { startTimeMs, goVersion, godebug, version } = process;
  return {
    ...(typeof startTimeMs === 'number' ? { startTimeMs } : {}),
    ...(typeof goVersion === 'string' && goVersion !== '' ? { goVersion } : {}),
    // An empty GODEBUG is known to be empty, which settles the madvise question: it is told.
    ...(typeof godebug === 'string' ? { godebug } : {}),
    ...(typeof version === 'string' && version !== '' ? { version } : {}),
  };
}

function parseObject(text: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new MemoryParseError(
      EXPECTED,
      text.trimStart().startsWith('{') ? `JSON that is cut or broken (${text.length} characters)` : describeText(text)
    );
  }
  const record = asRecord(parsed);
  if (!record) {
    throw new MemoryParseError(EXPECTED, describeText(text));
  }
  return record;
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((item): item is number => typeof item === 'number') : [];
}

function flag(name: 'EnableGC' | 'DebugGC', memstats: Record<string, unknown>): { [K in typeof name]?: boolean } {
  const value = memstats[name];
  return typeof value === 'boolean' ? { [name]: value } : {};
}

function sizeClasses(value: unknown): SizeClass[] {
  return (Array.isArray(value) ? value : []).flatMap((item) => {
    const { Size, Mallocs, Frees } = asRecord(item) ?? {};
    return typeof Size === 'number' && typeof Mallocs === 'number' && typeof Frees === 'number'
      ? [{ Size, Mallocs, Frees }]
      : [];
  });
}
