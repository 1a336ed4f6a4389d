import { digestOf, type Digest } from '../measure/digest';
import { interleave, type Timed } from '../measure/rounds';
import { countSamples } from '../measure/samples';
import type { RoundsReport } from '../node/rounds';
import { SUBJECTS } from '../subjects';
import type { Subject } from '../subjects/subject';
import { inflate } from './inflate';

/** The server's paths: of a profile and of a small one to begin with. */
export interface BrowserOrder {
  url: string;
  first: string;
  minRounds: number;
  maxRounds: number;
  budgetMs: number;
}

/** As bench/node/rounds.ts, in a page or in a worker, without Go. */
export async function measure({ url, first, minRounds, maxRounds, budgetMs }: BrowserOrder): Promise<RoundsReport> {
  const gz = await bytesOf(url);
  const raw = await inflate(gz);
  const small = await inflate(await bytesOf(first));
  const digests: Record<string, Digest> = {};
  const timed: Timed[] = [{ name: 'gunzip', run: () => time(() => inflate(gz)) }];
  const kept: unknown[] = [];
  for (const name of SUBJECTS) {
    const { subject }: { subject: Subject } = await import(/* @vite-ignore */ `/subjects/${name}.mjs`);
    subject.prepare?.();
    kept.push(subject.work(small).decoded);
    digests[name] = digestOf(subject.work(raw));
    timed.push({ name, run: () => time(async () => subject.work(await inflate(gz))) });
  }
  const startedMs = performance.now();
  await interleave(timed, { warm: 1, rounds: 0 });
  const affordable = Math.floor(budgetMs / (performance.now() - startedMs));
  const times = await interleave(timed, { warm: 3, rounds: Math.min(maxRounds, Math.max(minRounds, affordable)) });
  return {
    gzBytes: gz.length,
    rawBytes: raw.length,
    samples: countSamples(raw),
    digests,
    times: kept.length > 0 ? times : {},
  };
}

export async function bytesOf(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`${url}: ${response.status}`);
  }
  return new Uint8Array(await response.arrayBuffer());
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
