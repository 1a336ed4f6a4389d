import { onsetOf } from './onset';
import { seededRandom } from './random';

const minutes = Float64Array.from({ length: 120 }, (_, i) => i / 2);

describe('an onset', () => {
  it.each([20, 50, 90])('is found at %p of 120', (at) => {
    const random = seededRandom(at);
    const values = minutes.map((_, i) => 30 + Math.max(0, i - at) + 3 * random());
    expect(Math.abs(onsetOf(minutes, values) - at)).toBeLessThanOrEqual(4);
  });

  it('is the start where it grew all the while', () => {
    const random = seededRandom(4);
    expect(
      onsetOf(
        minutes,
        minutes.map((minute) => 2 * minute + 5 * random())
      )
    ).toBe(0);
    let early = 0;
    for (let run = 0; run < 100; run++) {
      let count = 0;
      early +=
        onsetOf(
          minutes,
          minutes.map(() => (count += random() < 0.5 ? 1 : 0))
        ) > 0
          ? 1
          : 0;
    }
    expect(early).toBeLessThan(10);
  });

  it('is the start of what is too short to say', () => {
    expect(onsetOf(minutes.subarray(0, 11), minutes.subarray(0, 11))).toBe(0);
  });
});
