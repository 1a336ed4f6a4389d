/** Units in powers of 1024: their round values are powers of two. */
const BINARY = new Set(['bytes', 'bits', 'kbytes', 'mbytes', 'gbytes']);

/**
 * Round values from 0 up to at least `max`, in the unit of `max`, about `wanted` steps apart: 1, 2 or 5 times a power
 * of ten, for binary units a power of two. `whole` keeps the steps at 1 or above, for counts.
 */
export function ticksTo(
  max: number,
  wanted: number,
  { unit = '', whole }: { unit?: string; whole: boolean }
): number[] {
  if (!(max > 0) || !Number.isFinite(max)) {
    return [0, 1];
  }
  const rough = max / Math.max(1, wanted);
  const round = BINARY.has(unit) ? 2 ** Math.ceil(Math.log2(rough)) : roundDecimal(rough);
  const step = whole ? Math.max(1, round) : round;
  return Array.from({ length: Math.ceil(max / step) + 1 }, (_, i) => i * step);
}

function roundDecimal(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
}
