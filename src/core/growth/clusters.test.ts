import { clustersOf } from './clusters';
import { areKin } from './kinship';
import { seededRandom } from './random';
import { stackNamed } from './testing';

/** How many came until each of `scrapes` moments, at `perScrape` on average, at moments of that seed. */
function arrivals(seed: number, perScrape: number, scrapes = 150): Float64Array {
  const random = seededRandom(seed);
  let count = 0;
  return Float64Array.from({ length: scrapes }, () => {
    for (let tries = 0; tries < 10; tries++) {
      count += random() < perScrape / 10 ? 1 : 0;
    }
    return count;
  });
}

const grower = (key: string, counts: Float64Array, functions?: string[]) => ({
  stack: stackNamed(key, functions),
  counts,
  perMinute: (counts.at(-1) ?? 0) / 5,
});
const grpc = (name: string) => [`google.golang.org/grpc/internal/transport.${name}`, 'runtime.goexit'];
const members = (growers: Array<ReturnType<typeof grower>>, starts = [0]) =>
  clustersOf(growers, starts).map((cluster) => cluster.members.map((i) => growers[i]?.stack.key));

describe('clusters', () => {
  it('has one connection of three goroutines, of which one is missed now and then, in one row', () => {
    const connections = arrivals(1, 1);
    const random = seededRandom(2);
    const missed = connections.map((count) => count - (random() < 0.05 ? 1 : 0));
    expect(
      members([
        grower('a', connections),
        grower('b', missed),
        grower(
          'c',
          connections.map((c) => 3 * c)
        ),
      ])
    ).toEqual([['c', 'a', 'b']]);
  });

  it('keeps two leaks of the same slope apart, over many seeds', () => {
    for (let seed = 1; seed <= 200; seed++) {
      expect(members([grower('a', arrivals(seed, 1)), grower('b', arrivals(seed + 1000, 1))])).toHaveLength(2);
    }
  });

  it('keeps two leaks apart that began at the same moment, or follow the same traffic', () => {
    const late = (seed: number) => Float64Array.from([...new Float64Array(75), ...arrivals(seed, 4, 75)]);
    const traffic = (seed: number) => {
      const random = seededRandom(seed);
      let count = 0;
      return Float64Array.from({ length: 300 }, (_, i) => {
        for (let tries = 0; tries < 10; tries++) {
          count += random() < 0.3 * (1 + Math.sin(i / 30)) ? 1 : 0;
        }
        return count;
      });
    };
    expect(members([grower('a', late(1)), grower('b', late(2))])).toHaveLength(2);
    expect(members([grower('a', traffic(3)), grower('b', traffic(4))])).toHaveLength(2);
  });

  it('keeps a handler apart that follows the same moments in another ratio', () => {
    const leak = arrivals(5, 1);
    const random = seededRandom(6);
    const handler = leak.map((count, i) => (leak[i - 1] === count ? 0 : 6) + count / 4 + Math.round(random()));
    expect(members([grower('leak', leak), grower('handler', handler)])).toHaveLength(2);
  });

  it('keeps what wins in another ratio than its increments have apart, however well these go together', () => {
    const leak = arrivals(7, 1);
    const guest = leak.map((count, i) => 3 * count - 2.9 * i);
    expect(members([grower('leak', leak), grower('guest', guest)])).toHaveLength(2);
  });

  describe('of perfectly steady ramps', () => {
    const ramp = (perScrape: number) => Float64Array.from({ length: 150 }, (_, i) => Math.floor(i * perScrape));

    it('goes by ratio and code', () => {
      expect(
        members([
          grower('reader', ramp(1), grpc('(*http2Client).reader')),
          grower('writer', ramp(1), grpc('(*loopyWriter).run')),
          grower('serializers', ramp(3), ['google.golang.org/grpc/internal/grpcsync.(*CallbackSerializer).run']),
          grower('other', ramp(1), ['main.poll']),
        ])
      ).toEqual([['serializers', 'reader', 'writer'], ['other']]);
    });

    it('needs the ratio all the way', () => {
      const bent = ramp(1).map((count, i) => (i < 75 ? count / 2 : count));
      expect(members([grower('a', ramp(1), grpc('a')), grower('b', bent, grpc('b'))])).toHaveLength(2);
    });

    it('joins goroutines of one connection, of which some are there before the others', () => {
      // One connection at each scrape, give or take: the scrape comes now before, now after its serializers and its reader.
      const random = seededRandom(3);
      const scrapes = Array.from({ length: 150 }, (_, i) => i + 0.5 * random());
      const since = (offset: number, each: number) =>
        Float64Array.from(scrapes, (at) => each * Math.floor(at + offset));
      const serializers = ['google.golang.org/grpc/internal/grpcsync.(*CallbackSerializer).run'];
      const connection = [
        grower('serializers', since(0.8, 3), serializers),
        grower('reader', since(0.6, 1), grpc('(*http2Client).reader')),
        grower('writer', since(0.55, 1), grpc('(*loopyWriter).run')),
      ];
      const events = (counts: Float64Array) => counts.filter((count, i) => i > 0 && count === counts[i - 1]).length;
      expect(connection.map(({ counts }) => events(counts) > 8)).toEqual([true, true, true]);
      expect(members(connection)).toEqual([['serializers', 'reader', 'writer']]);
      expect(
        members(connection.map(({ counts, stack }) => grower(stack.key, counts, [`main.${stack.key}`])))
      ).toHaveLength(3);
    });

    it('keeps two leaks of one module apart that come at moments of their own', () => {
      for (let seed = 1; seed <= 100; seed++) {
        const [a, b] = [arrivals(seed, 1), arrivals(seed + 1000, 1)];
        expect(members([grower('a', a, grpc('a')), grower('b', b, grpc('b'))])).toHaveLength(2);
      }
    });

    it('does not mind that the first scrape saw less of a connection than the others', () => {
      const late = ramp(3).map((count, i) => (i === 0 ? 0 : count + (i % 10 === 5 ? 6 : 3)));
      expect(members([grower('a', late, grpc('a')), grower('b', ramp(1), grpc('b'))])).toHaveLength(1);
    });

    it("takes a clock's pattern for as little as none", () => {
      // 40 a minute at 2 s is 1 1 2 1 1 2: two such of different code tick together and are two.
      expect(members([grower('a', ramp(4 / 3)), grower('b', ramp(4 / 3))])).toHaveLength(2);
      expect(members([grower('a', ramp(4 / 3), grpc('a')), grower('b', ramp(4 / 3), grpc('b'))])).toHaveLength(1);
    });
  });

  it('takes no restart for an increment', () => {
    const leak = (seed: number) => Float64Array.from([...arrivals(seed, 2, 100), ...arrivals(seed + 9, 2, 100)]);
    expect(members([grower('a', leak(1)), grower('b', leak(2))], [0, 100])).toHaveLength(2);
    expect(members([grower('a', leak(1)), grower('b', leak(1))], [0, 100])).toHaveLength(1);
  });
});

describe('kin', () => {
  const kin = (a: string, b: string) =>
    areKin(stackNamed('a', [a, 'net/http.(*conn).serve']), stackNamed('b', [b, 'net/http.(*conn).serve']));

  it.each([
    ['main.(*session).send', 'main.(*session).ack', true],
    ['main.(*session).send.func1', 'main.(*session).ack', true],
    ['main.poll', 'main.serve', false],
    [
      'google.golang.org/grpc/internal/transport.f',
      'google.golang.org/grpc/internal/grpcsync.(*G[go.shape.int]).g',
      true,
    ],
    ['github.com/a/b/c.f', 'github.com/a/d.f', false],
    ['net/http.f', 'net/http.g', false],
  ])('%s and %s: %p', (a, b, expected) => {
    expect(kin(a, b)).toBe(expected);
  });
});
