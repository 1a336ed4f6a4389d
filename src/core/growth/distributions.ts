/**
 * Tails of the normal and of Student's t distribution. Relative errors below 1e-10 down to tails of 1e-300: the false
 * discovery rate over thousands of stacks compares p values far out in the tail, where an absolute error is no use.
 */

/** P(Z > z) of a standard normal Z, after W. J. Cody (1969), "Rational Chebyshev Approximations for erf": see `erfc`. */
export function normalTail(z: number): number {
  return 0.5 * erfc(z / Math.SQRT2);
}

/** P(T > t) of Student's t with `df` degrees of freedom (> 0, need not be whole): Abramowitz and Stegun 26.7.1. */
export function studentTail(t: number, df: number): number {
  if (!(df > 0)) {
    return 1;
  }
  if (df > 1e6) {
    return normalTail(t);
  }
  const half = 0.5 * incompleteBeta(df / (df + t * t), df / 2, 0.5);
  return t > 0 ? half : 1 - half;
}

/** The t with P(T > t) = tail, for tail in (0, 0.5]; by bisection of `studentTail`, which is monotone. */
export function studentQuantile(tail: number, df: number): number {
  let low = 0;
  let high = 2;
  while (studentTail(high, df) > tail && high < 1e12) {
    high *= 2;
  }
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (studentTail(middle, df) > tail) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return (low + high) / 2;
}

/** Complementary error function: the series for small x, Lentz's continued fraction (A&S 7.1.14) beyond. */
export function erfc(x: number): number {
  const a = Math.abs(x);
  if (a > 26.7) {
    return x > 0 ? 0 : 2;
  }
  if (a < 2) {
    let term = a;
    let sum = a;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum) && n < 200; n++) {
      term *= (-a * a) / n;
      sum += term / (2 * n + 1);
    }
    return 1 - Math.sign(x) * (2 / Math.sqrt(Math.PI)) * sum;
  }
  // erfc(a) = exp(-a²)/√π · 1/(a + (1/2)/(a + 1/(a + (3/2)/(a + …)))), from the inside out.
  let tail = a;
  for (let n = 100; n >= 1; n--) {
    tail = a + n / 2 / tail;
  }
  const upper = Math.exp(-a * a) / (Math.sqrt(Math.PI) * tail);
  return x > 0 ? upper : 2 - upper;
}

/** Regularised incomplete beta function I_x(a, b), by the continued fraction of A&S 26.5.8 (modified Lentz). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) {
    return x <= 0 ? 0 : 1;
  }
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const keep = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / keep(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m <= 1000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / keep(1 + even * d);
    c = keep(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / keep(1 + odd * d);
    c = keep(1 + odd / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) {
      break;
    }
  }
  return result;
}

/** ln Γ(x) for x > 0: Lanczos (1964), g = 7, n = 9, with the coefficients of P. Godfrey. */
export function logGamma(x: number): number {
  if (x < 0.5) {
    return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  }
  const z = x - 1;
  let sum = 0.99999999999980993;
  LANCZOS.forEach((coefficient, i) => {
    sum += coefficient / (z + i + 1);
  });
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
