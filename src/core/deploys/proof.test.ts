import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { decodeProfile } from '../profile/decode';
import { goroutineCounts, StackInterner } from '../profile/goroutines';
import { canProve, Proof } from './proof';

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
    proof.add(leaked, 1);
    expect(proof.evidenceFor(consumer.map(({ key }) => key))).toMatchObject({ kind: 'proved', goroutines: 24 });
    const others = all.stacks.filter((stack) => !consumer.includes(stack));
    expect(others.length).toBeGreaterThan(5);
    expect(proof.evidenceFor(others.map(({ key }) => key))).toBeUndefined();
  });

  test('what one read missed another had; another process has proved nothing', () => {
    const proof = new Proof();
    const keys = consumer.map(({ key }) => key);
    proof.add(leaked, 1);
    proof.add({ total: 0, stacks: [], counts: new Float64Array() }, 1);
    expect(proof.evidenceFor(keys)).toMatchObject({ goroutines: 24 });
    proof.add({ total: 0, stacks: [], counts: new Float64Array() }, 2);
    expect(proof.evidenceFor(keys)).toBeUndefined();
  });
});
