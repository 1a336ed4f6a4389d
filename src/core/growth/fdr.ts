/**
 * Benjamini and Hochberg (1995), "Controlling the false discovery rate", J. R. Statist. Soc. B 57, 289-300, as adjusted
 * p values: of the m hypotheses sorted by p, the i-th gets the least of p(j)·m/j for j >= i. Those at or below q are the
 * discoveries at a false discovery rate of q.
 *
 * `tests` is m and may be more than there are p values: stacks that a prefilter passed over were tested too, with p = 1.
 * A p value replaced by 1 is larger than the one that the full test would have given, so the procedure's guarantee
 * holds for any prefilter, also one that looked at the data.
 *
 * Stacks are not independent. The guarantee extends to positive dependence (Benjamini and Yekutieli 2001, Ann. Stat. 29,
 * 1165-1188), which load on all stacks alike is.
 */
export function adjustedP(pValues: readonly number[], tests = pValues.length): number[] {
  if (tests < pValues.length) {
    throw new RangeError(`${pValues.length} p values of ${tests} tests`);
  }
  const order = [...pValues.keys()].sort((a, b) => (pValues[b] as number) - (pValues[a] as number));
  const result = new Array<number>(pValues.length).fill(1);
  let least = 1;
  order.forEach((index, i) => {
    least = Math.min(least, ((pValues[index] as number) * tests) / (pValues.length - i));
    result[index] = least;
  });
  return result;
}
