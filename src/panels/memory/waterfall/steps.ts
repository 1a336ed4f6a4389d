import type { MemoryFieldName } from '../../../frames/contract';
import type { MomentRow } from '../moment';
import { BANDS, PARTS } from '../stack';

/** One line of the waterfall, in bytes from the axis on. */
export interface Step extends MomentRow {
  /** `sum`: all that stands above it. `aside`: no part of the sum. */
  kind: 'part' | 'sum' | 'aside';
  from: number;
  to: number;
}

/** What is known of RSS at a moment: Go's estimate and the residual's known parts. Null where the estimate is not told. */
export function knownOf(rows: readonly MomentRow[]): number | null {
  const estimate = rows.find(({ name }) => name === 'goResident')?.value ?? null;
  return estimate === null ? null : PARTS.reduce((sum, name) => sum + (valueOf(rows, name) ?? 0), estimate);
}

/** Where there is no room for all steps: without those that Go's estimate sums up. */
export function withoutBands(steps: readonly Step[]): Step[] {
  return steps.filter(({ role }) => role !== 'band');
}

/** From HeapAlloc to RSS, one step a line. What the moment does not tell is left out. */
export function stepsOf(rows: readonly MomentRow[]): Step[] {
  const row = (name: MemoryFieldName) => rows.find((one) => one.name === name && one.value !== null);
  const steps: Step[] = [];
  const add = (name: MemoryFieldName, kind: Step['kind'], from: number, to: number) => {
    const one = row(name);
    if (one) {
      steps.push({ ...one, kind, from, to });
    }
  };
  let reached = 0;
  for (const name of BANDS) {
    const next = reached + (valueOf(rows, name) ?? 0);
    add(name, 'part', reached, next);
    reached = next;
  }
  const estimate = valueOf(rows, 'goResident');
  add('goResident', 'sum', 0, estimate ?? 0);
  reached = estimate ?? reached;
  for (const name of PARTS) {
    const next = reached + (valueOf(rows, name) ?? 0);
    add(name, 'part', reached, next);
    reached = next;
  }
  const [residual, rss] = [row('residual'), valueOf(rows, 'RSS')];
  if (residual && rss !== null) {
    steps.push({ ...restOf(residual, rows), kind: 'part', from: reached, to: rss });
  }
  add('RSS', 'sum', 0, rss ?? 0);
  add('MaxRSS', 'aside', 0, valueOf(rows, 'MaxRSS') ?? 0);
  if (estimate !== null) {
    add('released', 'aside', estimate, estimate + (valueOf(rows, 'released') ?? 0));
  }
  return steps;
}

/** The residual without its known parts. */
function restOf(residual: MomentRow, rows: readonly MomentRow[]): MomentRow {
  const parts = rows.filter(({ role, value }) => role === 'part' && value !== null);
  if (parts.length === 0) {
    return residual;
  }
  const less = (from: number | null, take: (part: MomentRow) => number | null) =>
    parts.reduce((left, part) => (left === null || take(part) === null ? null : left - take(part)!), from);
  return {
    ...residual,
    title: 'Rest of the residual',
    formula: ['residual', ...parts.map(({ formula }) => formula)].join(' − '),
    text: 'Inferred: what neither Go nor the kernel tells by itself, such as cgo and mmap memory. Below zero: mapped and never touched, or swapped out.',
    value: less(residual.value, ({ value }) => value),
    delta: less(residual.delta, ({ delta }) => delta),
  };
}

function valueOf(rows: readonly MomentRow[], name: MemoryFieldName): number | null {
  return rows.find((one) => one.name === name)?.value ?? null;
}
