/**
 * What was added up over some scrapes, as whole numbers of one scrape: sums over `scrapes`, rounded by the largest
 * remainders, so that together they are the rounded average of the whole, and each is less than 1 away from its own.
 * The history's columns are of whole goroutines.
 *
 * @param scrapes at least 1
 */
export function averages(sums: Float64Array, scrapes: number): Float64Array {
  const whole = sums.map((sum) => Math.floor(sum / scrapes));
  const total = sums.reduce((all, sum) => all + sum, 0);
  let left = Math.round(total / scrapes) - whole.reduce((all, count) => all + count, 0);
  const remainder = (i: number) => (sums[i] as number) % scrapes;
  const order = Uint32Array.from(sums.keys()).sort((a, b) => remainder(b) - remainder(a) || a - b);
  for (const i of order) {
    if (left-- <= 0) {
      break;
    }
    whole[i] = (whole[i] as number) + 1;
  }
  return whole;
}
