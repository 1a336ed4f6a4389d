import type { ScopedVars, TimeRange } from '@grafana/data';
import { NEVER, Subject, type Observable } from 'rxjs';
import type { PastChoice, PastKey, PastOrigin } from '../../core/history/past/columns';
import type { TimestampMs } from '../../core/scrape';
import { gapAfter } from '../../frames';
import { EngineError, type Engine, type PastTold, type TargetKey } from '../engine/engine';
import type { Target } from '../settings';
import { missingText, missingVariable } from './missingVariable';
import { InstancesReader } from './prometheus/instances';
import { MatchersError, matchersOf } from './prometheus/matchers';
import { PrometheusReader } from './prometheus/reader';
import { goroutines } from './pyroscope/goroutines';
import { heap, type PastHeapType } from './pyroscope/heap/heap';
import { PyroscopeReader } from './pyroscope/reader';

/** What is to be joined to a range, as far as it has been read. */
export interface JoinedPast {
  readonly choice?: PastChoice;
  /** What went wrong, for a person. What is sampled is shown all the same. */
  readonly trouble?: string;
}

type Range = Pick<TimeRange, 'from' | 'to'>;

/** The past as one panel asks for it: template variables may make it another program’s. */
export interface PastOf {
  /** Emits when more of it has been read. */
  readonly changes: Observable<void>;
  /** Reads what of a range is missing. Never rejects. */
  read(range: Range): Promise<void>;
  /** What is known of a range. What is missing is read meanwhile, and `changes` tells when that is done. */
  join(range: Range, abort: AbortSignal): Promise<JoinedPast>;
}

/**
 * What a query shows: memory, which only a recorder of metrics has; goroutines in all, which either has, metrics more
 * often; or goroutines and the heap by stack, which only a recorder of profiles has.
 */
export type PastWanted = 'memory' | 'totals' | 'stacks' | PastHeapType | 'nothing';

/** Reads what one recorder knows of one program. */
interface PastReader {
  /** What went wrong the last time, for a person; undefined where all went well. */
  readonly trouble: string | undefined;
  /** What is known so far of a range. */
  told(fromMs: TimestampMs, toMs: TimestampMs): { key: PastKey; columns: PastTold } | undefined;
  /** Reads what is missing of it, says `more` on the way, and gives whether there is more at the end. Never rejects. */
  read(fromMs: TimestampMs, toMs: TimestampMs, more: () => void): Promise<boolean>;
}

const RECORDERS: Readonly<Record<PastWanted, readonly PastOrigin[]>> = {
  memory: ['Prometheus'],
  totals: ['Prometheus', 'Pyroscope'],
  stacks: ['Pyroscope'],
  inuse_space: ['Pyroscope'],
  inuse_objects: ['Pyroscope'],
  nothing: [],
};

const NONE: PastOf = { changes: NEVER, read: () => Promise.resolve(), join: () => Promise.resolve({}) };

/** Where it is joined to what was sampled. */
interface Place {
  readonly engine: Engine;
  readonly target: TargetKey;
  /** Between two scrapes as things stand. */
  readonly intervalMs: () => number;
}

/** What others recorded of a target, as the settings name them. One reader for all panels that ask for the same. */
export class Pasts {
  /** Of several programs of a kind. */
  readonly instances = new InstancesReader(Date.now);
  private readonly readers = new Map<string, Reading>();

  constructor(
    private readonly target: Pick<Target, 'prometheus' | 'pyroscope' | 'versionMetric'>,
    private readonly at: Place
  ) {}

  of(wanted: PastWanted, scopedVars?: ScopedVars): PastOf {
    const { prometheus, pyroscope, versionMetric } = this.target;
    const sources = { Prometheus: prometheus, Pyroscope: pyroscope };
    const recorder = RECORDERS[wanted].find((name) => sources[name]);
    const source = recorder && sources[recorder];
    if (!source) {
      return NONE;
    }
    const none = (trouble: string): PastOf => ({ ...NONE, join: () => Promise.resolve({ trouble }) });
    let matchers: string;
    try {
      matchers = matchersOf(source.matchers, scopedVars);
    } catch (error) {
      if (!(error instanceof MatchersError)) {
        throw error;
      }
      return none(`There is no past from ${recorder}: ${error.message}`);
    }
    const missing = missingVariable(source.matchers, scopedVars);
    if (missing) {
      return none(missingText(recorder, missing));
    }
    const kind = wanted === 'inuse_space' || wanted === 'inuse_objects' ? wanted : 'goroutines';
    const id = JSON.stringify([recorder, matchers, recorder === 'Pyroscope' ? kind : '']);
    let reading = this.readers.get(id);
    if (!reading) {
      const { uid } = source;
      const reader =
        recorder === 'Prometheus'
          ? new PrometheusReader({ uid, matchers, versionMetric }, Date.now)
          : new PyroscopeReader({ uid, matchers }, kind === 'goroutines' ? goroutines() : heap(kind), Date.now);
      reading = new Reading(reader, this.at);
      this.readers.set(id, reading);
    }
    return reading;
  }
}

/** One reader, and what of it the engine has. */
class Reading implements PastOf {
  readonly changes = new Subject<void>();

  constructor(
    private readonly reader: PastReader,
    private readonly at: Place
  ) {}

  async read({ from, to }: Range): Promise<void> {
    const more = () => this.changes.next();
    if (await this.reader.read(from.valueOf(), to.valueOf(), more)) {
      more();
    }
  }

  async join(range: Range, abort: AbortSignal): Promise<JoinedPast> {
    void this.read(range);
    const { trouble } = this.reader;
    const told = this.reader.told(range.from.valueOf(), range.to.valueOf());
    if (!told) {
      return { trouble };
    }
    const { key } = told;
    const { engine, intervalMs, target } = this.at;
    try {
      // An engine that was lost and began anew has nothing.
      if (!(await engine.hasPast({ target, key }, abort))) {
        // What goes in is gone for the caller, and this one may need it again.
        await engine.holdPast({ target, key, columns: structuredClone(told.columns) }, abort);
      }
    } catch (error) {
      if (!(error instanceof EngineError)) {
        throw error;
      }
      return { trouble };
    }
    return { choice: { id: key.id, gapMs: gapAfter(intervalMs()) }, trouble };
  }
}
