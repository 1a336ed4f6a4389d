import type { DataFrame, PanelData } from '@grafana/data';
import type { CaveatText, SuspectRow, SuspectsMeta } from '../../../frames/contract';
import { count } from '../../../ui/format';
import { readGoroutines, type GoroutinesModel, type GroupColumn } from '../frame';
import { readDump, type DumpModel } from './dump';

export interface SuspectsModel {
  frame: DataFrame;
  meta: SuspectsMeta;
  /**
   * Goroutines over time of the same target, ranked as the suspects are: 1 for the first row's, 0 for all that is
   * healthy. Absent where no such frame came.
   */
  picture?: GoroutinesModel;
  /** Absent where the panel has no query for dumps. */
  dump?: DumpModel;
}

/**
 * The suspects among the panel's data, with the picture to go with them. Undefined where there is no suspects frame
 * that this panel can read, where it is of another target than the picture, and where nothing was scraped yet.
 */
export function readSuspects(data: PanelData): SuspectsModel | undefined {
  const goroutines = data.series.filter(({ meta }) => meta?.custom?.kind === 'goroutines');
  const target = targetOf(goroutines[0]);
  const frame = data.series.find((one) => isSuspects(one) && (goroutines.length === 0 || targetOf(one) === target));
  if (!frame) {
    return undefined;
  }
  const meta = frame.meta!.custom as SuspectsMeta;
  const dump = readDump(data, meta.probe.target);
  // By leak is the picture that the table explains; another grouping will do.
  const same = goroutines.filter((one) => targetOf(one) === target);
  const drawn = same.find((one) => one.meta!.custom!.groupBy === 'leak') ?? same[0];
  const series = goroutines.filter((one) => one === drawn || targetOf(one) !== target);
  const { model } = readGoroutines({ ...data, series });
  if (!model) {
    const nothingYet = goroutines.length > 0 && meta.suspects.length === 0;
    return nothingYet ? undefined : { frame, meta, dump };
  }
  return { frame, meta, dump, picture: { ...model, groups: rankedBy(meta, model.groups) } };
}

function targetOf(frame: DataFrame | undefined): unknown {
  return frame?.meta?.custom?.probe?.target;
}

function isSuspects(frame: DataFrame): boolean {
  const meta: Partial<SuspectsMeta> | undefined = frame.meta?.custom;
  return meta?.kind === 'suspects' && meta.version === 1;
}

/** Whether the window allowed a judgement at all. */
export function wasJudged({ window, suspects, caveats }: SuspectsMeta): boolean {
  const tooFew = window.fromMs === null || caveats.some(({ kind }) => kind === 'too few scrapes');
  return suspects.length > 0 || !tooFew;
}

function rankedBy(meta: SuspectsMeta, groups: readonly GroupColumn[]): GroupColumn[] {
  const rankOf = ranks(meta.suspects);
  const ranked = groups.map((group): GroupColumn => {
    const { role, leak, stackKey = '' } = group.series;
    const rank = rankOf(leak ?? stackKey, group.name);
    const stacks = role === 'leak' ? meta.suspects[rank - 1]?.members.length : undefined;
    return { ...group, rank, stacks, title: titleOf(group, meta) };
  });
  const place = ({ rank, series }: GroupColumn) => (rank > 0 ? rank : series.role === 'other' ? Infinity : 1e9);
  return ranked.sort((a, b) => place(a) - place(b) || 0);
}

/** The rank of a series: by its leak or stack, else by its function; 0 where no row speaks of it. */
function ranks(suspects: readonly SuspectRow[]): (key: string, name: string) => number {
  const byKey = new Map<string, number>();
  suspects.forEach(({ id, members }, row) => {
    for (const key of [id, ...members.map(({ stackKey }) => stackKey)]) {
      byKey.set(key, byKey.get(key) ?? row + 1);
    }
  });
  return (key, name) => byKey.get(key) ?? byKey.get(name) ?? 0;
}

/** What the quiet grey stands for. */
function titleOf({ series }: GroupColumn, meta: SuspectsMeta): string | undefined {
  if (series.role !== 'other') {
    return undefined;
  }
  const { groups = 0 } = series;
  const stacks = `${count(groups)} stack${groups === 1 ? '' : 's'}`;
  if (!wasJudged(meta)) {
    return `${groups === 0 ? 'all goroutines' : stacks}, not judged yet`;
  }
  if (doubtOf(meta)) {
    return groups === 1 ? `${stacks} that does not surely leak` : `${stacks} that do not surely leak`;
  }
  // What the load does is not to be named where a caveat beside the picture says that it is not known.
  const withLoad = meta.caveats.some(({ kind }) => kind === 'load not known') ? '' : ' with load';
  return groups === 1 ? `${stacks} that rises and falls${withLoad}` : `${stacks} that rise and fall${withLoad}`;
}

/** In less than this a leak may well be there and not have shown: to say that nothing leaks would be too much. */
const LEAST_MS = 2 * 60_000;
/** What grew, and was not called a leak: then it may be one. */
const WITHHELD: ReadonlySet<string> = new Set(['no off-peak yet', 'within its swing', 'as many fall']);

/** Why "nothing leaks" would be too much to say: the caveat to tell with it; undefined where it may be said. */
export function doubtOf({ caveats, window: { fromMs, toMs } }: SuspectsMeta): CaveatText | undefined {
  const withheld = caveats.find(isWithheld);
  const isShort = fromMs !== null && toMs !== null && toMs - fromMs < LEAST_MS;
  return withheld ?? (isShort ? caveats.find(({ kind }) => kind === 'short window') : undefined);
}

/** A caveat that tells of stacks that grew and are not among the suspects. */
export function isWithheld({ kind }: CaveatText): boolean {
  return WITHHELD.has(kind);
}
