import type { ProbeMeta } from '../../frames';
import type { Chip } from '../../ui/Chips';
import { duration, wireBytes, type Figure } from '../../ui/format';
import type { Ceiling } from './ceiling';
import type { MemoryModel } from './frame';

/** The facts over the plot. */
export function memoryChips(model: MemoryModel, figure: Figure, limit: Ceiling | undefined): Chip[] {
  const { meta, columns, newest } = model;
  const { goVersion, lastScrape, intervalMs, target } = meta.probe;
  const rss = columns.RSS?.[newest];
  const chips: Chip[] = [];
  if (rss != null) {
    chips.push({
      id: 'rss',
      text: `RSS ${figure(rss)}${limit ? ` of ${figure(limit.bytes)}` : ''}`,
      explain: `What the kernel counts as resident in ${target}, read from ${meta.rssSource ?? meta.source ?? 'the target'}.${limit ? ` The limit of ${figure(limit.bytes)} ${limit.because}.` : ''}`,
      value: rss,
    });
  }
  if (goVersion) {
    chips.push({
      id: 'go',
      text: goVersion.replace(/^go(?=\d)/, 'Go '),
      explain: `The Go version that ${target} was built with.`,
    });
  }
  if (meta.madvise.regime !== 'unknown') {
    const how =
      meta.madvise.regime === 'MADV_FREE'
        ? 'Go marks memory that it gives back as free, and the kernel takes it when it needs some: until then RSS stays high.'
        : 'Memory that Go gives back leaves RSS at once.';
    chips.push({ id: 'madvise', text: meta.madvise.regime, explain: `${how} ${meta.madvise.because}` });
  }
  if (meta.source) {
    chips.push({
      id: 'source',
      text: `via ${meta.source}`,
      explain: `Where the figures come from, asked every ${duration(intervalMs)}.${lastOf(lastScrape)}`,
    });
  }
  return chips;
}

/** Nothing of it before this page has asked anything: then what is shown was kept. */
function lastOf({ bytes, durationMs, requests }: ProbeMeta['lastScrape']): string {
  const asked = `${requests} ${requests === 1 ? 'request' : 'requests'}`;
  return requests > 0 ? ` The last scrape: ${asked}, ${wireBytes(bytes)}, ${duration(durationMs)}.` : '';
}

/** What this panel does not show, and what to do about it. */
export function memoryNote(model: MemoryModel, figure: Figure): string | undefined {
  if (!model.columns.RSS) {
    const source = model.meta.source ?? 'this target';
    const peak = model.columns.MaxRSS?.[model.newest];
    return `RSS not known: ${source} does not tell ${peak == null ? 'it' : `more than its peak, ${figure(peak)}`}. Serve /metrics with client_golang’s process metrics, or publish RSS in expvar.`;
  }
  if (model.others > 0) {
    return `${model.others} more ${model.others === 1 ? 'target' : 'targets'} not drawn: repeat the panel by a variable.`;
  }
  return undefined;
}
