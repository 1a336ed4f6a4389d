/** One climb of a column and the fall that ended it. */
export interface Tooth {
  /** Rows: where the climb began, its highest, and the lowest of the fall after it. */
  readonly trough: number;
  readonly peak: number;
  readonly end: number;
}

/** A turn counts when the column comes back by this share of its whole range. */
const TURN_SHARE = 1 / 3;

/** The climbs and falls of a column, by turning points: smaller ones within (a collection's own teeth) are passed over. */
export function teethOf(values: Float64Array): Tooth[] {
  const highest = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const lowest = values.reduce((least, value) => Math.min(least, value), Infinity);
  const turn = TURN_SHARE * (highest - lowest);
  const teeth: Tooth[] = [];
  if (!(turn > 0)) {
    return teeth;
  }
  const at = (row: number) => values[row] as number;
  let low = 0;
  let high = 0;
  let isClimbing = false;
  let open: Omit<Tooth, 'end'> | undefined;
  for (let row = 1; row < values.length; row++) {
    if (isClimbing) {
      high = at(row) > at(high) ? row : high;
      if (at(high) - at(row) >= turn) {
        open = { trough: low, peak: high };
        low = row;
        isClimbing = false;
      }
    } else {
      low = at(row) <= at(low) ? row : low;
      if (at(row) - at(low) >= turn) {
        if (open) {
          teeth.push({ ...open, end: low });
          open = undefined;
        }
        high = row;
        isClimbing = true;
      }
    }
  }
  return open ? [...teeth, { ...open, end: low }] : teeth;
}

/** A climb of fewer samples is a jump, */
const LEAST_ROWS = 6;
/** and one of which less than this share lies in the middle half of its height. A straight climb has one half there. */
const LEAST_MIDDLE = 0.25;
/** At most this share of the climb's time is taken to lose half of its height: what goes as it came is a wave of load. */
const MOST_FALL = 0.25;
/** One sample apart is as steep as can be seen. */
const STEEP_ROWS = 2;

/** Whether a tooth is a slow climb and a sudden fall. */
export function isSawTooth(values: Float64Array, { end, peak, trough }: Tooth): boolean {
  const climb = values.subarray(trough, peak + 1);
  const [from, to] = [values[trough] as number, values[peak] as number];
  const middle = climb.filter((value) => Math.abs((value - from) / (to - from) - 0.5) <= 0.25).length;
  const half = (from + to) / 2;
  let fallen = peak;
  while (fallen < end && (values[fallen] as number) > half) {
    fallen++;
  }
  return (
    climb.length >= LEAST_ROWS &&
    middle >= LEAST_MIDDLE * climb.length &&
    (values[fallen] as number) <= half &&
    fallen - peak <= Math.max(STEEP_ROWS, MOST_FALL * (peak - trough))
  );
}
