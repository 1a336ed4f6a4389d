import { runSteps, type Steps } from '../steps';
import { ExpositionError } from './error';
import { parseLabels, readFamilyText, unescapeHelp } from './tokens';

export { ExpositionError } from './error';

export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary' | 'untyped';

/** One line of the exposition. */
export interface ExpositionSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Milliseconds since 1970, where the line has it. */
  readonly timestampMs?: number;
}

/** A metric with what was said of it. A histogram's and a summary's lines (`_bucket`, `_sum`, `_count`) are in here. */
export interface MetricFamily {
  readonly name: string;
  type: MetricType;
  help: string;
  unit: string;
  readonly samples: ExpositionSample[];
}

export interface Exposition {
  readonly families: ReadonlyMap<string, MetricFamily>;
  /** By the name on the line: `go_gc_duration_seconds_sum`. */
  readonly samples: ReadonlyMap<string, readonly ExpositionSample[]>;
}

/**
 * Parses Prometheus' text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats), and of OpenMetrics what
 * servers mix into it: `# UNIT`, `# EOF`, exemplars, the types `unknown`, `info`, `stateset`, `gaugehistogram`.
 * Throws ExpositionError with the line's number.
 */
export function parseExposition(text: string): Exposition {
  return runSteps(parseExpositionSteps(text));
}

/** Lines a step: pages of several MB are common, and a line takes some microseconds. */
const LINES_A_STEP = 256;

export function* parseExpositionSteps(text: string): Steps<Exposition> {
  const reader = new Reader();
  let line = 1;
  for (let start = 0; start < text.length; line++) {
    if (line % LINES_A_STEP === 0) {
      yield;
    }
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    reader.take(text.slice(start, text.charCodeAt(end - 1) === 13 && end > start ? end - 1 : end), line);
    if (found < 0 && !/^#\s*EOF\s*$/.test(text.slice(start))) {
      // The format demands it, and half a number is a wrong number.
      throw new ExpositionError('expected a line feed at the end of the text: it is cut', line);
    }
    start = end + 1;
  }
  return reader;
}

const TYPES: Readonly<Record<string, MetricType>> = {
  counter: 'counter',
  gauge: 'gauge',
  histogram: 'histogram',
  summary: 'summary',
  untyped: 'untyped',
  unknown: 'untyped',
  info: 'gauge',
  stateset: 'gauge',
  gaugehistogram: 'histogram',
};

const SUFFIXES: Readonly<Partial<Record<MetricType, RegExp>>> = {
  histogram: /_(?:bucket|sum|count|created|gsum|gcount)$/,
  summary: /_(?:sum|count|created)$/,
  counter: /_(?:total|created)$/,
};

class Reader implements Exposition {
  readonly families = new Map<string, MetricFamily>();
  readonly samples = new Map<string, ExpositionSample[]>();
  private current: MetricFamily | undefined;

  take(line: string, number: number): void {
    const text = line.trim();
    if (text === '') {
      return;
    }
    if (text.startsWith('#')) {
      this.comment(text, number);
    } else {
      this.sample(text, number);
    }
  }

  private comment(text: string, number: number): void {
    const read = readFamilyText(text);
    if (!read) {
      return;
    }
    const family = this.family(read.name);
    this.current = family;
    switch (read.keyword) {
      case 'HELP':
        family.help = unescapeHelp(read.rest);
        return;
      case 'UNIT':
        family.unit = read.rest;
        return;
      case 'TYPE': {
        const type = TYPES[read.rest];
        if (!type) {
          throw new ExpositionError(`unknown metric type ${JSON.stringify(read.rest.slice(0, 40))}`, number);
        }
        family.type = type;
      }
    }
  }

  private sample(text: string, number: number): void {
    const name = /^[a-zA-Z_:][a-zA-Z0-9_:.]*/.exec(text)?.[0];
    if (name === undefined) {
      throw new ExpositionError(`expected a metric name, found ${JSON.stringify(text.slice(0, 40))}`, number);
    }
    let rest = name.length;
    let labels: Record<string, string> = {};
    while (text[rest] === ' ' || text[rest] === '\t') {
      rest++;
    }
    if (text[rest] === '{') {
      const parsed = parseLabels(text, rest, number);
      labels = parsed.labels;
      rest = parsed.end;
    }
    const sample = { name, labels, ...readValue(text.slice(rest), number) };
    this.familyOf(name).samples.push(sample);
    const known = this.samples.get(name);
    if (known) {
      known.push(sample);
    } else {
      this.samples.set(name, [sample]);
    }
  }

  private familyOf(name: string): MetricFamily {
    const { current } = this;
    if (current) {
      const suffix = SUFFIXES[current.type];
      if (name === current.name || (suffix && name.replace(suffix, '') === current.name)) {
        return current;
      }
    }
    return this.family(name);
  }

  private family(name: string): MetricFamily {
    let family = this.families.get(name);
    if (!family) {
      family = { name, type: 'untyped', help: '', unit: '', samples: [] };
      this.families.set(name, family);
    }
    return family;
  }
}

function readValue(text: string, line: number): { value: number; timestampMs?: number } {
  const exemplar = text.indexOf(' # ');
  const [value, timestamp, ...more] = (exemplar < 0 ? text : text.slice(0, exemplar)).trim().split(/[ \t]+/);
  if (value === undefined || value === '') {
    throw new ExpositionError('expected a value, found the end of the line: the text is cut', line);
  }
  if (more.length > 0) {
    throw new ExpositionError(
      `expected a value and a timestamp, found ${JSON.stringify(text.trim().slice(0, 60))}`,
      line
    );
  }
  const result = { value: readFloat(value, 'a value', line) };
  return timestamp === undefined ? result : { ...result, timestampMs: readFloat(timestamp, 'a timestamp', line) };
}

/** As Go's ParseFloat reads it, but for hexadecimal: nobody exposes that. */
function readFloat(text: string, what: string, line: number): number {
  switch (text.toLowerCase()) {
    case 'nan':
      return NaN;
    case '+inf':
    case 'inf':
      return Infinity;
    case '-inf':
      return -Infinity;
  }
  const value = Number(text);
  if (Number.isNaN(value) || !/^[+-]?[0-9.]/.test(text)) {
    throw new ExpositionError(`expected ${what}, found ${JSON.stringify(text.slice(0, 40))}`, line);
  }
  return value;
}
