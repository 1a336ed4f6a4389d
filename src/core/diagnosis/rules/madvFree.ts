import { bandEvidence, fieldEvidence, type Rule } from '../rule';
import { mib, MIB } from '../words';

const LEAST_BYTES = 16 * MIB;
const LEAST_SHARE = 0.1;
/** What the residual may be above HeapReleased: file pages of the program, where they are not told, and a tenth. */
const MORE_BYTES = 16 * MIB;
const MORE_SHARE = 0.1;

/**
 * Freed with MADV_FREE and still resident: RSS is high and nothing leaks. LazyFree, where it is told, is both proof and
 * number. Without it the residual is, where the program uses MADV_FREE (by version, by GODEBUG, or as was seen) and
 * HeapReleased is large enough to be what it is made of.
 */
export const madvFree: Rule = (situation) => {
  const { process, regime } = situation;
  const [rss, lazyFree, released] = [situation.now('RSS'), situation.now('LazyFree'), situation.now('HeapReleased')];
  const excess = situation.bandNow('residual') - (situation.now('RssFile') || 0);
  const isProved = !Number.isNaN(lazyFree);
  const freed = isProved ? lazyFree : Math.min(excess, released);
  // Written so that NaN, a figure that was not told, is silent.
  const isLarge = freed >= LEAST_BYTES && freed >= LEAST_SHARE * rss;
  const isExplained = isProved || (regime.regime === 'MADV_FREE' && excess <= released * (1 + MORE_SHARE) + MORE_BYTES);
  if (!isLarge || !isExplained || situation.heapTrend?.rises) {
    return undefined;
  }
  const version = process.goVersion ? `${process.goVersion.replace(/^go/, 'Go ')}; ` : '';
  return {
    id: 'madv-free',
    severity: 'ok',
    title: 'Not a leak',
    text:
      `${mib(freed)} were freed with MADV_FREE and the kernel has not taken them back ` +
      `(${version}HeapReleased ${mib(released)}, RSS ${mib(rss)}, live heap ${mib(situation.now('HeapAlloc'))}).`,
    evidence: [
      ...fieldEvidence(situation, 'LazyFree'),
      bandEvidence(situation, 'residual'),
      ...fieldEvidence(situation, 'HeapReleased', 'RSS', 'RssFile', 'HeapAlloc'),
    ],
    advice: 'Set GODEBUG=madvdontneed=1 or use Go 1.16+ to see RSS fall.',
    cannotSee: isProved
      ? 'When the kernel will take these pages back: it does so only when it is short of memory.'
      : `LazyFree of /proc/PID/smaps_rollup, which would prove it. It rests on this: ${regime.because}. Memory of cgo or mmap, as much as was released, would look the same.`,
  };
};
