import type { StoreName } from '../history/names';
import { GO, TITLES, type SubjectName } from '../subjects';
import type { Report, Row } from './report';

/** A goal and what was measured against it. */
export interface Check {
  /** The row's title; absent for goals of the whole. */
  input?: string;
  against: string;
  measured: number;
  goal: number;
  /** Whether more is better, as with multiples of our time. */
  isFloor: boolean;
  unit: string;
  holds: boolean;
  /** Not even half of the goal: what fails a quick run, where the machine may be busy with other things. */
  isFar: boolean;
}

/** The 0.4 MB of gzip from which on the goals speak: below, fixed costs weigh more than the profile. */
const DECODERS: readonly SubjectName[] = ['pprof-format', 'protobufjs-static', 'protobufjs-reflection', 'protobuf-es'];

const GOALS = {
  distinct: { decoders: 6, stringKeys: 10, go: 4, gunzip: 3.5, memory: 1 / 6 },
  repeated: { decoders: 15, stringKeys: 30, go: 4, gunzip: 2.5, memory: 1 / 6 },
};

const FIRST_CALL_MS = 5;
const HISTORY: Record<'bytesPerCell' | 'topMs', number> = { bytesPerCell: 0.5, topMs: 5 };
const BLOCKED_MS = 50;

export function checkRow(row: Row): Check[] {
  if (row.shape === 'small') {
    return [];
  }
  const goals = GOALS[row.shape];
  const ours = row.workMs.tidemark ?? NaN;
  const multiple = (column: SubjectName | typeof GO) => (row.workMs[column] ?? NaN) / ours;
  const measured = DECODERS.filter((name) => row.workMs[name] !== undefined);
  const [closest] = measured.sort((a, b) => multiple(a) - multiple(b));
  const input = row.title;
  const checks: Check[] = [];
  if (closest) {
    const against = `every JavaScript decoder (closest: ${TITLES[closest]})`;
    checks.push(atLeast({ input, against, measured: multiple(closest), goal: goals.decoders, unit: '×' }));
  }
  if (row.workMs['string-keys'] !== undefined) {
    const against = 'protobufjs as people write it';
    checks.push(atLeast({ input, against, measured: multiple('string-keys'), goal: goals.stringKeys, unit: '×' }));
  }
  if (row.workMs[GO] !== undefined) {
    checks.push(atLeast({ input, against: TITLES[GO], measured: multiple(GO), goal: goals.go, unit: '×' }));
  }
  checks.push(atMost({ input, against: 'gunzip alone', measured: ours / row.gunzipMs, goal: goals.gunzip, unit: '×' }));
  const { tidemark, 'protobufjs-static': rival } = row.peakBytes ?? {};
  if (tidemark !== undefined && rival !== undefined) {
    const against = 'peak memory of protobufjs';
    checks.push(atMost({ input, against, measured: tidemark / rival, goal: goals.memory, unit: '×' }));
  }
  return checks;
}

export function checkReport({ rows, first, history, browser }: Report): Check[] {
  const checks = rows.flatMap(checkRow);
  if (first?.tidemark) {
    const measured = first.tidemark.firstMs;
    checks.push(atMost({ against: 'first call, KB-sized profile', measured, goal: FIRST_CALL_MS, unit: 'ms' }));
  }
  if (history) {
    const { bytesPerCell, topMs } = history['tidemark' satisfies StoreName];
    const { bytesPerCell: bytesGoal, topMs: msGoal } = HISTORY;
    checks.push(
      atMost({ against: 'history, bytes a cell', measured: bytesPerCell, goal: bytesGoal, unit: 'B' }),
      atMost({ against: 'history, top 50 series', measured: topMs, goal: msGoal, unit: 'ms' })
    );
  }
  for (const { place, title, longestMs } of browser?.blocked ?? []) {
    if (place !== 'page, at once') {
      const against = `page blocked, work in ${place}`;
      checks.push(atMost({ input: title, against, measured: longestMs, goal: BLOCKED_MS, unit: 'ms' }));
    }
  }
  return checks;
}

type Measured = Omit<Check, 'isFloor' | 'holds' | 'isFar'>;

// A number that was not measured is NaN, and NaN holds nothing.
function atLeast(check: Measured): Check {
  const { goal, measured } = check;
  return { ...check, isFloor: true, holds: measured >= goal, isFar: !(measured >= goal / 2) };
}

function atMost(check: Measured): Check {
  const { goal, measured } = check;
  return { ...check, isFloor: false, holds: measured <= goal, isFar: !(measured <= goal * 2) };
}
