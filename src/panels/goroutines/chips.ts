import type { PaceMeta, ProbeMeta } from '../../frames';
import type { Chip } from '../../ui/Chips';
import { count, duration, shortCount, THIN, wireBytes } from '../../ui/format';
import { totalAt, type GoroutinesModel } from './frame';

export function goroutinesChips(model: GoroutinesModel): Chip[] {
  const { meta, newest } = model;
  const { target, intervalMs, lastScrape, goVersion } = meta.probe;
  const total = totalAt(model, newest) ?? 0;
  const kind = meta.groupBy === 'function' ? 'function' : 'stack';
  const groups =
    meta.groupBy === 'total' || meta.groups === 0
      ? ''
      : ` in ${count(meta.groups)} ${kind}${meta.groups === 1 ? '' : 's'}`;
  const busy = (100 * lastScrape.durationMs) / intervalMs;
  const chips: Chip[] = [
    {
      id: 'total',
      text: `${total >= 10_000 ? shortCount(total) : count(total)} goroutine${total === 1 ? '' : 's'}${groups}`,
      explain: `${count(total)} goroutines at the newest scrape of ${target}${groups ? `, ${count(meta.groups)} different ${kind}s in this window` : ''}.`,
      value: total,
    },
  ];
  if (goVersion) {
    chips.push({
      id: 'go',
      text: goVersion.replace(/^go(?=\d)/, 'Go '),
      explain: `The Go version that ${target} was built with.`,
    });
  }
  chips.push(intervalChip(meta.probe));
  // What was kept is shown before this page has asked anything.
  if (lastScrape.requests > 0) {
    chips.push({
      id: 'cost',
      text: `a scrape takes ${duration(lastScrape.durationMs)}, ${wireBytes(lastScrape.bytes)}`,
      explain: `What watching costs: the last scrape was ${lastScrape.requests} ${lastScrape.requests === 1 ? 'request' : 'requests'}, ${busy < 0.1 ? `less than 0.1${THIN}%` : `${busy.toFixed(1)}${THIN}%`} of the time.`,
    });
  }
  return chips;
}

/** Stretched by less than this, an interval is as set for a person. */
const WORTH_TELLING = 1.1;

const BECAUSE: Readonly<Record<Exclude<PaceMeta['why'], 'set'>, (pace: PaceMeta) => string>> = {
  budget: ({ budget, spentMs }) =>
    `a scrape takes ${duration(spentMs)} of its time, and the budget is ${percent(budget)}`,
  'put off': ({ budget }) => `it has so many goroutines, and the budget is ${percent(budget)} of its time`,
  'back-off': () => 'it is out of reach or refuses',
  'Retry-After': () => 'its answer said to come back no sooner',
};

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))}${THIN}%`;
}

function intervalChip({ intervalMs, pace, target }: ProbeMeta): Chip {
  const every = {
    id: 'interval',
    text: `every ${duration(intervalMs)}`,
    explain: `Time between two scrapes of ${target}.`,
  };
  if (!pace || pace.why === 'set' || pace.intervalMs < WORTH_TELLING * pace.setMs) {
    return every;
  }
  return {
    ...every,
    text: `${every.text} instead of ${duration(pace.setMs)}`,
    explain: `${every.explain} It is asked less often than set because ${BECAUSE[pace.why](pace)}.`,
  };
}

export function goroutinesNote(model: GoroutinesModel): string | undefined {
  return model.others > 0
    ? `${model.others} more ${model.others === 1 ? 'target' : 'targets'} not drawn: repeat the panel by a variable.`
    : undefined;
}
