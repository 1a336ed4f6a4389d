import { drift } from './drift';
import { seededRandom } from './random';

describe('drift', () => {
  it('is the sign test of a staircase', () => {
    const { down, net, p, up, z } = drift(Float64Array.from([0, 1, 1, 2, 3, 2, 3, 4]));
    expect([net, up, down]).toEqual([4, 5, 1]);
    expect(z).toBeCloseTo(4 / Math.sqrt(6), 12);
    expect(p).toBeCloseTo(0.0512, 3);
  });

  it('does not count the jump at a cut', () => {
    expect(drift(Float64Array.of(1, 2, 3, 900, 901), [0, 3])).toMatchObject({ net: 3, z: 3 / Math.sqrt(3) });
  });

  it('is nothing on a constant', () => {
    expect(drift(new Float64Array(9))).toMatchObject({ net: 0, z: 0, p: 0.5 });
  });

  it.each(['walk', 'noise', 'jumps'])('keeps its level on a %s without drift', (kind) => {
    const random = seededRandom(8);
    let alarms = 0;
    for (let run = 0; run < 2000; run++) {
      let level = 0;
      const values = Float64Array.from({ length: 100 }, () => {
        const step = kind === 'jumps' && random() < 0.1 ? 50 * (random() - 0.5) : random() - 0.5;
        level = kind === 'noise' ? step : level + step;
        return level;
      });
      alarms += drift(values).p < 0.05 ? 1 : 0;
    }
    expect(alarms).toBeLessThan(2000 * 0.06);
  });
});
