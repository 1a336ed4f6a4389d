import { FieldType, type DataFrame, type LoadingState } from '@grafana/data';
import type { ProbeMeta } from '../../src/frames/contract';

/** One situation, drawn in every size and theme. All figures are invented. */
export interface Scene {
  id: string;
  title: string;
  series: DataFrame[];
  annotations?: DataFrame[];
  state?: LoadingState;
  error?: string;
  options?: Record<string, unknown>;
  /** Length of the window. */
  minutes?: number;
  /** The dashboard's variables, by name. */
  variables?: Record<string, string>;
  /** What is clicked on before the picture is taken: selectors within the scene. */
  click?: string[];
}

/** 14:00 UTC on a fixed day, so that pictures can be compared. */
export const END = Date.UTC(2026, 9, 1, 14, 0, 0);

export const minutesBefore = (minutes: number) => END - minutes * 60_000;

export function times(points: number, minutes: number): number[] {
  return Array.from({ length: points }, (_, i) => minutesBefore(minutes) + (i * minutes * 60_000) / (points - 1));
}

/** mulberry32 (Tommy Ettinger, public domain), as -1..1: the same pictures on every run. */
export function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

export function probe(goVersion: string): ProbeMeta {
  return {
    target: 'http://orders-api:6060',
    goVersion,
    startTimeMs: minutesBefore(600),
    intervalMs: 15_000,
    lastScrape: { requests: 2, bytes: 8_200, durationMs: 12 },
  };
}

export function deployFrame(deploys: Array<{ minute: number; text: string; tags: string[] }>): DataFrame {
  return {
    name: 'annotations',
    length: deploys.length,
    fields: [
      { name: 'time', type: FieldType.time, config: {}, values: deploys.map(({ minute }) => minutesBefore(minute)) },
      { name: 'text', type: FieldType.string, config: {}, values: deploys.map(({ text }) => text) },
      { name: 'tags', type: FieldType.other, config: {}, values: deploys.map(({ tags }) => tags) },
      { name: 'color', type: FieldType.string, config: {}, values: deploys.map(() => 'purple') },
    ],
  };
}
