/**
 * The heaviest of a stream of numbered weights; of equal ones those with the lower number. A heap whose root is the one
 * that goes next, so that of millions only those that stay for a while cost anything.
 */
export class Heaviest {
  private readonly weights: number[] = [];
  private readonly numbers: number[] = [];

  /** @param most how many are kept */
  constructor(private readonly most: number) {}

  /** Ascending. */
  get kept(): number[] {
    return [...this.numbers].sort((a, b) => a - b);
  }

  add(weight: number, number: number): void {
    const { length } = this.weights;
    if (length < this.most) {
      this.weights.push(weight);
      this.numbers.push(number);
      this.rise(length, weight, number);
    } else if (length > 0 && !this.isLess(weight, number, 0)) {
      this.sink(weight, number);
    }
  }

  private rise(from: number, weight: number, number: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.isLess(weight, number, parent)) {
        break;
      }
      this.move(parent, at);
      at = parent;
    }
    this.put(at, weight, number);
  }

  /** Takes the place of the root. */
  private sink(weight: number, number: number): void {
    const { length } = this.weights;
    let at = 0;
    for (let child = 1; child < length; child = 2 * at + 1) {
      const other = child + 1;
      const least = other < length && this.isLess(this.weights[other]!, this.numbers[other]!, child) ? other : child;
      if (this.isLess(weight, number, least)) {
        break;
      }
      this.move(least, at);
      at = least;
    }
    this.put(at, weight, number);
  }

  private isLess(weight: number, number: number, than: number): boolean {
    const other = this.weights[than] as number;
    return weight < other || (weight === other && number > (this.numbers[than] as number));
  }

  private move(from: number, to: number): void {
    this.put(to, this.weights[from] as number, this.numbers[from] as number);
  }

  private put(at: number, weight: number, number: number): void {
    this.weights[at] = weight;
    this.numbers[at] = number;
  }
}
