import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { MemoryHistory } from '../history/memory';
import { scrapeOf } from '../history/testing';
import { decodeProfile } from '../profile/decode';
import { goroutineCounts, StackInterner } from '../profile/goroutines';
import { canProve, newestRestart, Proof } from './proof';

test.each([
  ['go1.26.8', false],
  ['go1.26.8-X:goroutineleakprofile', true],
  ['go1.26.8 X:goroutineleakprofile', true],
  ['go1.26 X:jsonv2,goroutineleakprofile', true],
  ['go1.27', true],
  ['go1.27.1 X:nogoroutineleakprofile', false],
  ['go1.30rc1', true],
  ['go2.0', true],
  ['devel go1.28-abcdef', false],
  ['', false],
  [undefined, false],
])('%s: %s', (version, can) => expect(canProve(version)).toBe(can));

describe('a real profile of the demo, of which its own books say that 24 goroutines of the consumer leaked', () => {
  const read = (name: string) =>
    goroutineCounts(
      decodeProfile(gunzipSync(readFileSync(`testdata/goroutineleak/demo.${name}.d0`))),
      new StackInterner()
    );
  const leaked = read('goroutineleak');
  const all = read('goroutine');
  const consumer = all.stacks.filter(({ frames }) =>
    frames.some((frame) => /main\.\(\*session\)/.test(frame.function))
  );

  test('its stacks are those of the goroutine profile', () => {
    const proof = new Proof();
    proof.add(leaked, 1, undefined);
    const ofConsumer = proof.evidenceFor(
      consumer.map(({ key }) => key),
      undefined
    );
    expect(ofConsumer).toMatchObject({ kind: 'proved', goroutines: 24 });
    const others = all.stacks.filter((stack) => !consumer.includes(stack));
    expect(others.length).toBeGreaterThan(5);
    const ofOthers = others.map(({ key }) => key);
    expect(proof.evidenceFor(ofOthers, undefined)).toBeUndefined();
  });

  const keys = consumer.map(({ key }) => key);
  const nothing = { total: 0, stacks: [], counts: new Float64Array() };

  test('what one read missed another had', () => {
    const proof = new Proof();
    proof.add(leaked, 1000, undefined);
    proof.add(nothing, 2000, undefined);
    expect(proof.evidenceFor(keys, undefined)).toMatchObject({ goroutines: 24 });
  });

  test('from the scrape that shows a restart on nothing is proved, until the next read proves it again', () => {
    const history = new MemoryHistory({ maxAgeMs: Infinity });
    const scrape = (atMs: number, NumGC: number) =>
      history.append(scrapeOf(atMs, [], { memory: { source: '/metrics', values: { NumGC } } }));
    const restart = () => newestRestart(history.range(-Infinity, Infinity));
    const proof = new Proof();
    scrape(1000, 7);
    proof.add(leaked, 1000, restart());
    scrape(2000, 8);
    expect(proof.evidenceFor(keys, restart())).toMatchObject({ goroutines: 24 });
    // The program began anew: it has collected less often than before.
    scrape(3000, 1);
    expect(proof.evidenceFor(keys, restart())).toBeUndefined();
    proof.add(nothing, 3000, restart());
    expect(proof.evidenceFor(keys, restart())).toBeUndefined();
    proof.add(leaked, 3000, restart());
    scrape(4000, 2);
    expect(proof.evidenceFor(keys, restart())).toMatchObject({ goroutines: 24 });
  });
});
