/** @jest-environment node */
import { runSteps } from '../steps';
import { decodeCapture, profilesIn } from '../../../testdata/helpers/captures';
import { StackInterner } from './interner';
import { normaliseFunction, stackKeyOf } from './identity';
import { sampleLabels } from './labels';

describe('normaliseFunction', () => {
  it.each([
    ['main.run', 'main.run'],
    ['main.run.func1', 'main.run.func'],
    ['main.run.func12.3', 'main.run.func.func'],
    ['main.run.func1.func2', 'main.run.func.func'],
    ['main.nested.func1.nested.func1.1.func2', 'main.nested.func.func.func'],
    ['main.nested.nested.func1.nested.nested.func1.func2.func3', 'main.nested.func.func.func'],
    ['main.nested.func1.func1.func1', 'main.nested.func.func.func'],
    ['main.(*box[string]).hold.(*box[go.shape.string]).hold.func1', 'main.(*box[...]).hold.func'],
    ['main.(*Server).Start.gowrap1', 'main.(*Server).Start.func'],
    ['main.(*Server).Start.deferwrap2', 'main.(*Server).Start.func'],
    ['main.(*Server).Start.func1.gowrap2', 'main.(*Server).Start.func.func'],
    ['main.run\u00b7dwrap\u00b71', 'main.run.func'],
    ['main.walk-range1', 'main.walk-range'],
    ['main.walk.func2-range3', 'main.walk.func-range'],
    ['main.glob..func1', 'main.init.func'],
    ['main.init.func1', 'main.init.func'],
    ['main.init.0', 'main.init'],
    ['main.init.3.func2', 'main.init.func'],
    ['main.(*T).Close-fm', 'main.(*T).Close-fm'],
    ['github.com/a/b.Map[go.shape.int,go.shape.map[string]int]', 'github.com/a/b.Map[...]'],
    ['github.com/a/b.(*Tree[go.shape.string_0]).Walk.func1', 'github.com/a/b.(*Tree[...]).Walk.func'],
    ['github.com/VM/VM/vendor/github.com/VM/fasthttp.init.0.func1', 'github.com/VM/fasthttp.init.func'],
    ['vendor/golang.org/x/net/http2/hpack.(*Decoder).Write', 'golang.org/x/net/http2/hpack.(*Decoder).Write'],
    // What only looks made up.
    ['main.func1', 'main.func1'],
    ['main.func1.func2', 'main.func1.func'],
    ['gopkg.in/yaml%2ev2.init.0', 'gopkg.in/yaml%2ev2.init'],
    ['github.com/a/v2.func1', 'github.com/a/v2.func1'],
    ['crypto/sha256.block256', 'crypto/sha256.block256'],
    ['main.(*T1).Do2', 'main.(*T1).Do2'],
    ['main.T1.func7Step', 'main.T1.func7Step'],
    ['', ''],
    ['pthread_create', 'pthread_create'],
  ])('%s -> %s', (name, expected) => {
    expect(normaliseFunction(name)).toBe(expected);
    expect(normaliseFunction(expected)).toBe(expected);
  });
});

describe('stackKeyOf', () => {
  it('is 14 characters of base 36 that never change: keys stand in URLs', () => {
    expect(stackKeyOf([])).toBe('17gr8mw0c79zxl');
    expect(stackKeyOf(['runtime.gopark', 'main.run.func1'])).toBe('1rm68a00v1k1yd');
    expect(stackKeyOf(['main.run.func1'])).toMatch(/^[0-9a-z]{14}$/);
  });

  it('tells order, repetition and boundaries apart', () => {
    const stacks = [
      ['a.b'],
      ['a.b', 'a.b'],
      ['a.b', 'a.c'],
      ['a.c', 'a.b'],
      ['a.ba.c'],
      ['', 'a.b'],
      ['a.b', ''],
      ['', ''],
      [''],
    ];
    expect(new Set(stacks.map(stackKeyOf)).size).toBe(stacks.length);
  });

  it('does not collide over 200,000 stacks', () => {
    const keys = new Set<string>();
    for (let i = 0; i < 200_000; i++) {
      keys.add(stackKeyOf(['runtime.gopark', `a.F${i % 500}`, `b.(*T${Math.floor(i / 500)}).Run`]));
    }
    expect(keys.size).toBe(200_000);
    // Each half alone spreads too: n^2 / 2^33 collisions are expected, 4.7 here.
    for (const half of [0, 7]) {
      expect(new Set([...keys].map((key) => key.slice(half, half + 7))).size).toBeGreaterThan(200_000 - 20);
    }
  });
});

/** One program, built by six Go versions: the key of each of its cases (a pprof label). */
describe('testdata/closures', () => {
  const builds = profilesIn('closures').map((path) => {
    const profile = decodeCapture(path);
    const opened = runSteps(new StackInterner().openSteps(profile));
    const byCase = new Map<string, string>();
    for (let sample = 0; sample < profile.samples.length; sample++) {
      const label = sampleLabels(profile, sample).find(({ key }) => key === 'case');
      if (label?.str !== undefined) {
        byCase.set(label.str, opened.hashOf(profile.samples.stack[sample] ?? NaN).key());
      }
    }
    return { path, byCase };
  });
  const newest = builds.at(-1)?.byCase ?? new Map<string, string>();
  const older = builds.slice(0, -1);

  it('has twelve cases in six builds', () => {
    expect(builds.map(({ byCase }) => byCase.size)).toEqual([12, 12, 12, 12, 12, 12]);
  });

  it.each(older)('$path keeps its keys in Go 1.27', ({ byCase }) => {
    const changed = [...newest].filter(([name, key]) => byCase.get(name) !== key).map(([name]) => name);
    // The one that cannot be known: see normaliseFunction.
    expect(changed).toEqual(['inlined']);
  });
});
