import { GO, SUBJECTS, TITLES, type SubjectName } from '../subjects';
import type { StoreName } from '../history/names';
import type { Check } from './goals';
import type { BrowserReport, Column, Report, Row } from './report';
import { count, figure, megabytes, table } from './table';

/** W and everyone's multiple of ours. */
export function ratioTable(rows: readonly Row[]): string {
  const rivals = ([...SUBJECTS, GO] as Column[]).filter(
    (column) => column !== 'tidemark' && rows.some(({ workMs }) => workMs[column] !== undefined)
  );
  return table(
    [
      'input',
      'gz / raw MB',
      'samples / stacks',
      'W ms',
      'gunzip ms',
      'W / gunzip',
      ...rivals.map((name) => TITLES[name]),
    ],
    rows.map(({ title, gzBytes, rawBytes, samples, stacks, gunzipMs, workMs }) => {
      const ours = workMs.tidemark ?? NaN;
      return [
        title,
        `${megabytes(gzBytes)} / ${megabytes(rawBytes)}`,
        `${count(samples)} / ${count(stacks)}`,
        figure(ours),
        figure(gunzipMs),
        figure(ours / gunzipMs),
        ...rivals.map((name) => `${figure((workMs[name] ?? NaN) / ours)}×`),
      ];
    })
  );
}

/** Peak memory over that of inflating alone. */
export function memoryTable(rows: readonly Row[]): string {
  const measured = rows.filter(({ peakBytes }) => peakBytes);
  const names = SUBJECTS.filter((name) => measured.some(({ peakBytes }) => peakBytes![name] !== undefined));
  return table(
    ['peak memory, MB', ...names.map((name) => TITLES[name]), 'protobufjs static / ours'],
    measured.map(({ title, peakBytes }) => [
      title,
      ...names.map((name) => megabytes(peakBytes![name] ?? NaN)),
      `${figure((peakBytes!['protobufjs-static'] ?? NaN) / (peakBytes!.tidemark ?? NaN))}×`,
    ])
  );
}

export function firstTable(first: NonNullable<Report['first']>): string {
  return table(
    ['W in ms', 'loading the code', 'first call', 'second call', '10k goroutines, warm', '... after a major GC'],
    SUBJECTS.filter((name) => first[name]).map((name: SubjectName) => {
      const { loadMs, firstMs, secondMs, warmMs, afterGcMs } = first[name]!;
      return [TITLES[name], ...[loadMs, firstMs, secondMs, warmMs, afterGcMs].map(figure)];
    })
  );
}

const STORE_TITLES: Record<StoreName, string> = {
  tidemark: 'Tidemark’s history',
  columns: 'a Float64Array per stack',
  objects: 'a Map per scrape',
};

export function historyTable(history: NonNullable<Report['history']>): string {
  return table(
    ['1,000 scrapes of 2,000 stacks, 10 % changing', 'bytes a cell', 'append ms', 'top 50 series ms'],
    (Object.keys(STORE_TITLES) as StoreName[]).map((name) => {
      const { bytesPerCell, appendMs, topMs } = history[name];
      return [STORE_TITLES[name], figure(bytesPerCell), figure(appendMs), figure(topMs)];
    })
  );
}

export function blockedTable({ blocked }: BrowserReport): string {
  return table(
    ['work done in', 'profile', 'it took ms', 'the page did not react for, at most, ms'],
    blocked.map(({ place, title, workMs, longestMs }) => [place, title, figure(workMs), figure(longestMs)])
  );
}

/** Every goal, input by input. */
export function goalTable(checks: readonly Check[]): string {
  return table(
    ['goal', 'input', 'measured', 'wanted', ''],
    checks.map(({ against, input = '', measured, goal, isFloor, unit, holds }) => [
      against,
      input,
      `${figure(measured)} ${unit}`,
      `${isFloor ? '≥' : '≤'} ${figure(goal)} ${unit}`,
      holds ? 'holds' : 'MISSED',
    ])
  );
}
