import type { Chip } from '../../ui/Chips';
import { count, duration, shortCount, THIN, wireBytes } from '../../ui/format';
import { totalAt, type GoroutinesModel } from './frame';

export function goroutinesChips(model: GoroutinesModel): Chip[] {
  const { meta, newest } = model;
  const { target, intervalMs, lastScrape, goVersion } = meta.probe;
  const total = totalAt(model, newest) ?? 0;
  const kind = meta.groupBy === 'function' ? 'function' : 'stack';
  const groups = meta.groupBy === 'total' ? '' : ` in ${count(meta.groups)} ${kind}${meta.groups === 1 ? '' : 's'}`;
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
  chips.push(
    { id: 'interval', text: `every ${duration(intervalMs)}`, explain: `Time between two scrapes of ${target}.` },
    {
      id: 'cost',
      text: `a scrape takes ${duration(lastScrape.durationMs)}, ${wireBytes(lastScrape.bytes)}`,
      explain: `What watching costs: the last scrape was ${lastScrape.requests} ${lastScrape.requests === 1 ? 'request' : 'requests'}, ${busy < 0.1 ? `less than 0.1${THIN}%` : `${busy.toFixed(1)}${THIN}%`} of the time.`,
    }
  );
  return chips;
}

export function goroutinesNote(model: GoroutinesModel): string | undefined {
  return model.others > 0
    ? `${model.others} more ${model.others === 1 ? 'target' : 'targets'} not drawn: repeat the panel by a variable.`
    : undefined;
}
