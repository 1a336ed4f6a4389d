/** A stretch of rows, both ends included, and who recorded them: `sampled` is this browser. */
export interface Origin {
  origin: string;
  fromMs: number;
  toMs: number;
}

/** A stretch in the picture, CSS pixels from the plot’s left. */
export interface PlacedOrigin {
  text: string;
  left: number;
  width: number;
  /** Where the stretch before it ends and this one begins; the first has none. */
  hasBoundary: boolean;
  /** Its name stands beside the boundary that it has. */
  side: 'left' | 'right';
}

/** What a moment’s row is told to be; undefined where all is sampled and nothing need be said. */
export function originText(origins: readonly Origin[] | undefined, time: number): string | undefined {
  const found = origins?.find(({ fromMs, toMs }) => time >= fromMs && time <= toMs);
  return found && textOf(found);
}

function textOf({ origin }: Origin): string {
  return origin === 'sampled' ? 'sampled here' : `from ${origin}`;
}

/** A stretch narrower than this is part of what is beside it: ten short gaps are no news. */
const LEAST_PX = 4;

/** The stretches within the plot, from left to right; they fill it. */
export function placeOrigins(
  origins: readonly Origin[],
  plot: { width: number; from: number; to: number }
): PlacedOrigin[] {
  const x = (time: number) => ((time - plot.from) / (plot.to - plot.from)) * plot.width;
  const inside = origins.filter(({ fromMs, toMs }) => toMs >= plot.from && fromMs <= plot.to);
  const placed: PlacedOrigin[] = [];
  inside.forEach((one, i) => {
    const before = inside[i - 1];
    const next = inside[i + 1];
    // Halfway between the rows on either side.
    const left = before ? Math.max(0, x((before.toMs + one.fromMs) / 2)) : 0;
    const right = next ? Math.min(plot.width, x((one.toMs + next.fromMs) / 2)) : plot.width;
    const last = placed.at(-1);
    if (last && (right - left < LEAST_PX || last.text === textOf(one))) {
      last.width = right - last.left;
      return;
    }
    placed.push({ text: textOf(one), left, width: right - left, hasBoundary: last !== undefined, side: 'left' });
  });
  const [first] = placed;
  return first && placed.length > 1 ? [{ ...first, side: 'right' }, ...placed.slice(1)] : placed;
}
