/** @jest-environment node */
import { decodeCapture, profilesIn } from '../../../../testdata/helpers/captures';
import { runSteps } from '../../steps';
import { sampleValue, type Profile } from '../profile';
import { profileTableSteps } from './profiletable';
import { viewSteps } from './views';
import type { FlameNode, ViewOptions } from './view';

const OPTIONS: ViewOptions = { view: 'flamegraph', granularity: 'functions', order: 'cum', top: Infinity, filter: {} };

type Sides = [now: number, base: number];

/** By path from the root, a name a line. */
type Paths = Map<string, { value: Sides; self: Sides; weight: number }>;

/** Every prefix of every stack as a text, added up. The slow way, for comparison. */
function bruteForce(profiles: readonly Profile[], type: number, keep = (_: readonly string[]) => true): Paths {
  const paths: Paths = new Map([['', { value: [0, 0], self: [0, 0], weight: 0 }]]);
  profiles.forEach((profile, side) => {
    for (let sample = 0; sample < profile.samples.length; sample++) {
      const value = Number(sampleValue(profile, sample, type));
      const names = namesOf(profile, profile.samples.stack[sample]!);
      if (value === 0 || !keep(names)) {
        continue;
      }
      const fromRoot = ['', ...names.reverse()];
      for (let depth = 1; depth <= fromRoot.length; depth++) {
        const path = fromRoot.slice(0, depth).join('\n');
        const node = paths.get(path) ?? { value: [0, 0], self: [0, 0], weight: 0 };
        node.value[side]! += value;
        node.self[side]! += depth === fromRoot.length ? value : 0;
        node.weight += Math.abs(value);
        paths.set(path, node);
      }
    }
  });
  return paths;
}

/** Leaf first. */
function namesOf({ functions, lines, locations, stacks, strings }: Profile, row: number): string[] {
  return [...stacks.locationsOf(row)].flatMap((location) =>
    [...lines.function.subarray(locations.lineStart[location], locations.lineStart[location + 1])].map((index) =>
      strings.get(functions.name[index]!)
    )
  );
}

/** Nodes by their paths, which the levels tell; fails where a level is skipped or a path is there twice. */
function pathsOf(nodes: readonly FlameNode[]): Map<string, FlameNode> {
  const paths = new Map<string, FlameNode>();
  const open: string[] = [];
  for (const node of nodes) {
    expect(node.level).toBeLessThanOrEqual(open.length);
    open.length = node.level;
    open.push(node.frame.name);
    const path = open.join('\n');
    expect(paths.has(path)).toBe(false);
    paths.set(path, node);
  }
  return paths;
}

function flame(profiles: readonly Profile[], type: number, options: Partial<ViewOptions> = {}) {
  const [now, base] = profiles.map((profile) => runSteps(profileTableSteps(profile, type)));
  const answer = runSteps(viewSteps(now!, base, { ...OPTIONS, ...options }));
  return answer as Extract<typeof answer, { view: 'flamegraph' }>;
}

function numbers(paths: Map<string, FlameNode>): Map<string, { value: Sides; self: Sides }> {
  return new Map(
    [...paths].map(([path, { baseSelf = 0, baseValue = 0, self, value }]) => [
      path,
      { value: [value, baseValue], self: [self, baseSelf] },
    ])
  );
}

function withoutWeight(paths: Paths): Map<string, { value: Sides; self: Sides }> {
  return new Map([...paths].map(([path, { self, value }]) => [path, { value, self }]));
}

describe.each([
  ...profilesIn('captures', 'heap'),
  'captures/caddy.goroutine.d0 less captures/node.goroutine.d0',
  'captures/prom.heap.d0 less captures/vm.heap.d0',
])('%s', (names) => {
  const profiles = names.split(' less ').map(decodeCapture);
  const types = profiles[0]!.sampleTypes.map(({ type }, index) => [type, index] as const);

  test.each(types)('%s: every path of the stacks with its sums', (_, type) => {
    const { count, nodes } = flame(profiles, type);
    const expected = bruteForce(profiles, type);
    expect(numbers(pathsOf(nodes))).toEqual(withoutWeight(expected));
    expect(count).toBe(expected.size);
    expect(nodes.every(({ baseValue }) => (baseValue === undefined) === (profiles.length === 1))).toBe(true);
  });

  test.each(types)('%s: the heaviest nodes, with the values that they had', (_, type) => {
    const expected = bruteForce(profiles, type);
    const { count, nodes } = flame(profiles, type, { top: 25 });
    const kept = pathsOf(nodes);
    expect(count).toBe(expected.size);
    expect(kept.size).toBe(Math.min(25, expected.size));
    const weights = [...expected].map(([path, { weight }]) => ({ weight, isKept: kept.has(path) }));
    const least = Math.min(...weights.filter(({ isKept }) => isKept).map(({ weight }) => weight));
    expect(weights.filter(({ isKept, weight }) => !isKept && weight > least)).toEqual([]);
    for (const [path, sums] of numbers(kept)) {
      expect([path, sums]).toEqual([path, { value: expected.get(path)!.value, self: expected.get(path)!.self }]);
    }
  });
});

it('siblings stand in order of name, whatever their size', () => {
  const { nodes } = flame([decodeCapture('heap/demo.rate4096.heap.d0')], 1);
  const children = new Map<string, string[]>();
  for (const [path, { frame, level }] of pathsOf(nodes)) {
    const parent = level === 0 ? 'none' : path.slice(0, path.lastIndexOf('\n'));
    children.set(parent, [...(children.get(parent) ?? []), frame.name]);
  }
  expect([...children.values()].some(({ length }) => length > 3)).toBe(true);
  expect([...children.values()]).toEqual([...children.values()].map((names) => [...names].sort()));
});

it('focus leaves whole stacks', () => {
  const profile = decodeCapture('captures/caddy.goroutine.d0');
  const isAsked = (names: readonly string[]) => names.some((name) => name.includes('net/http'));
  const { nodes, sum, total } = flame([profile], 0, { filter: { focus: /^net\/http/ } });
  const expected = bruteForce([profile], 0, isAsked);
  expect(numbers(pathsOf(nodes))).toEqual(withoutWeight(expected));
  expect(sum).toBe(expected.get('')!.value[0]);
  expect(total).toBe(bruteForce([profile], 0).get('')!.value[0]);
  expect(sum).toBeLessThan(total);
});
