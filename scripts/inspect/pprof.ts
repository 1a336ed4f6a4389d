import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

// For tests.

/** What `go tool pprof` prints of one profile and sample type. */
export interface PprofReports {
  top: string;
  topByCum: string;
  topByLine: string;
  topByAddress: string;
  /** In the sample type's own unit, so that no digit is lost. */
  topExact: string;
  traces: string;
}

/**
 * All reports on a file by one run of `go tool pprof`, which takes commands from its standard input: a run for each
 * report would take a minute. Nothing is left out (trim=false), no binary is looked for, and the unit is B, which counts
 * take as well.
 */
export function pprofReports(file: string, sampleTypes: readonly string[]): Map<string, PprofReports> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-pprof-'));
  const output = (type: string, report: string) => path.join(folder, `${type}.${report}`);
  const commands = sampleTypes.flatMap((type) => [
    `sample_index=${type}`,
    'unit=minimum',
    `top >${output(type, 'top')}`,
    `top -cum >${output(type, 'cum')}`,
    'granularity=lines',
    `top >${output(type, 'lines')}`,
    'granularity=addresses',
    `top >${output(type, 'addresses')}`,
    'granularity=functions',
    `traces >${output(type, 'traces')}`,
    'unit=B',
    `top >${output(type, 'exact')}`,
  ]);
  const stderr = runPprof(folder, [path.resolve(file)], commands);
  try {
    const read = (type: string, report: string) => readFileSync(output(type, report), 'utf8');
    return new Map(
      sampleTypes.map((type) => [
        type,
        {
          top: read(type, 'top'),
          topByCum: read(type, 'cum'),
          topByLine: read(type, 'lines'),
          topByAddress: read(type, 'addresses'),
          topExact: read(type, 'exact'),
          traces: read(type, 'traces'),
        },
      ])
    );
  } catch (cause) {
    throw new Error(`go tool pprof did not write its reports: ${stderr}`, { cause });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A report by the name of a command of pprof's, with the options that are set before it. */
export interface PprofAsk {
  /** `top -cum`, `peek main`. */
  readonly command: string;
  readonly options: Readonly<Record<string, string>>;
}

/** The reports in order, by one run; `undefined` for one that pprof did not write. */
export function askPprof(sources: readonly string[], asks: readonly PprofAsk[]): Array<string | undefined> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-pprof-'));
  const output = (index: number) => path.join(folder, `report.${index}`);
  try {
    runPprof(
      folder,
      sources,
      asks.flatMap(({ command, options }, index) => [
        ...Object.entries({ unit: 'minimum', ...NO_FILTERS, ...options }).map(([key, value]) => `${key}=${value}`),
        `${command} >${output(index)}`,
      ])
    );
    return asks.map((_, index) => (existsSync(output(index)) ? readFileSync(output(index), 'utf8') : undefined));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Options stay set until they are set anew. */
const NO_FILTERS = {
  granularity: 'functions',
  ...{ focus: '', ignore: '', hide: '', show: '', show_from: '', tagfocus: '', tagignore: '' },
};

/** Returns what it wrote to its standard error. */
function runPprof(folder: string, sources: readonly string[], commands: readonly string[]): string {
  const { error, stderr } = spawnSync('go', ['tool', 'pprof', '-symbolize=none', ...sources], {
    // pprof shortens paths below a folder that is called as this one is.
    cwd: folder,
    input: ['trim=false', 'compact_labels=false', ...commands, 'quit', ''].join('\n'),
    encoding: 'utf8',
    env: {
      ...process.env,
      TZ: 'UTC',
      PPROF_TMPDIR: folder,
      PPROF_BINARY_PATH: '/nonexistent',
      PPROF_TOOLS: '/nonexistent',
    },
  });
  if (error) {
    throw error;
  }
  return stderr;
}

/** Flat and cum by name, from a top report whose unit is B. */
export function exactRows(topExact: string): Array<[name: string, flat: number, cum: number]> {
  return [
    ...topExact.matchAll(/^ *(-?\d+)B? +\S+% +\S+% +(-?\d+)B? +\S+% {2}(.*?)(?: \((?:partial-)?inline\))?$/gm),
  ].map(([, flat, cum, name]) => [name as string, Number(flat), Number(cum)]);
}
