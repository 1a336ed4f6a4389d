/** @jest-environment node */
import { seededRandom } from '../../growth/random';
import { Heaviest } from './heaviest';

test.each([0, 1, 2, 7, 50, 300, Infinity])(
  'keeps the %p heaviest, and of equal ones those with lower numbers',
  (most) => {
    const random = seededRandom(9);
    const weights = Array.from({ length: 300 }, () => Math.floor(random() * 40));
    const heaviest = new Heaviest(most);
    // Not in order of number: a node closes after those below it.
    for (const number of [...weights.keys()].sort((a, b) => (a % 7) - (b % 7) || b - a)) {
      heaviest.add(weights[number]!, number);
    }
    const expected = [...weights.keys()].sort((a, b) => weights[b]! - weights[a]! || a - b).slice(0, most);
    expect(heaviest.kept).toEqual(expected.sort((a, b) => a - b));
  }
);
