import type { GcPause, MemorySample } from '../scrape';
import { describeText, MemoryParseError } from './error';
import { MEMSTATS_FIELDS, type MemoryField } from './fields';
import { gcPauses } from './pauses';

const EXPECTED = 'the "# runtime.MemStats" part at the end of heap?debug=1';

/** Lines that hold two fields: `# Stack = inuse / sys` (runtime/pprof/pprof.go, writeHeapInternal). */
const PAIRS: Readonly<Record<string, readonly [inuse: MemoryField, sys: MemoryField]>> = {
  Stack: ['StackInuse', 'StackSys'],
  MSpan: ['MSpanInuse', 'MSpanSys'],
  MCache: ['MCacheInuse', 'MCacheSys'],
};

/**
 * Every field of the trailer of `heap?debug=1`. Throws MemoryParseError where the part is missing, cut (it ends with
 * DebugGC, or MaxRSS on the systems that tell it), or a line has another form.
 */
export function parseHeapTrailer(text: string): MemorySample {
  const start = text.lastIndexOf('# runtime.MemStats');
  if (start < 0) {
    throw new MemoryParseError(EXPECTED, describeText(text));
  }
  const values: Partial<Record<MemoryField, number>> = {};
  let pauseNs: number[] = [];
  let pauseEnd: number[] = [];
  let debugGC: boolean | undefined;
  for (const line of text.slice(start).split('\n').slice(1)) {
    const match = /^# (\w+) = (.*)$/.exec(line);
    if (!match) {
      continue;
    }
    const [, key = '', value = ''] = match;
    const pair = PAIRS[key];
    if (pair) {
      const [inuse, sys] = value.split(' / ');
      values[pair[0]] = numberOf(inuse, line);
      values[pair[1]] = numberOf(sys, line);
    } else if (key === 'PauseNs') {
      pauseNs = numbersOf(value, line);
    } else if (key === 'PauseEnd') {
      pauseEnd = numbersOf(value, line);
    } else if (key === 'DebugGC') {
      debugGC = value === 'true' ? true : value === 'false' ? false : undefined;
    } else if (key in MEMSTATS_FIELDS || key === 'MaxRSS') {
      values[key as MemoryField] = numberOf(value, line);
    }
  }
  // Half a number is a wrong number: the last line must be whole.
  if (debugGC === undefined || !text.endsWith('\n')) {
    throw new MemoryParseError('the MemStats part up to the end of its line "# DebugGC"', 'one that is cut');
  }
  const pauses: readonly GcPause[] = gcPauses(pauseNs, pauseEnd, values.NumGC ?? 0);
  return { source: 'heap?debug=1', values, pauses, flags: { DebugGC: debugGC } };
}

function numberOf(text: string | undefined, line: string): number {
  const value = Number(text);
  if (text === undefined || text.trim() === '' || !Number.isFinite(value)) {
    throw new MemoryParseError('a number after "="', JSON.stringify(line.slice(0, 60)));
  }
  return value;
}

function numbersOf(text: string, line: string): number[] {
  if (!text.startsWith('[') || !text.endsWith(']')) {
    throw new MemoryParseError('a list in brackets after "="', JSON.stringify(line.slice(0, 60)));
  }
  const inner = text.slice(1, -1).trim();
  return inner === '' ? [] : inner.split(/\s+/).map((item) => numberOf(item, line));
}
