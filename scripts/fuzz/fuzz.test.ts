/** @jest-environment node */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decodeProfile } from '../../src/core/profile/decode';
import { IdIndex } from '../../src/core/profile/ids';
import type { Profile } from '../../src/core/profile/profile';
import { StackIds } from '../../src/core/profile/stackids';
import { decodeCapture, profilesIn, readProfile } from '../../testdata/helpers/captures';
import { makeCase, seedOf } from './cases';
import { DENSE } from './dense';
import { examine } from './examine';
import { readFixtures } from './fixtures';
import { breachOf } from './invariants';
import { minimise, reduce } from './minimise';
import { differenceOf, reflect, type ReflectedProfile } from './oracle';
import { parseFuzzOptions } from './options';
import { encodeTree, parseTree } from './tree';

/** Id n is location n + 2^20. */
const FAR_IDS = IdIndex.ofColumns(new Uint32Array(2 ** 20), new Uint32Array(2 ** 20));
FAR_IDS.dense?.forEach((_, id, dense) => (dense[id] = id + 2 ** 20));

const idsOf = ({ stacks }: Profile) => stacks as StackIds;

const PROFILES = profilesIn('captures', 'closures', 'blocked');
const HEAP = 'captures/prom.heap.d0';
const LABELLED = 'closures/go1.27.1.goroutine.d0';

it.each(readFixtures().map(({ bytes, file, outcome }) => [file, outcome, bytes] as const))(
  'testdata/fuzz/%s is %s',
  (_, outcome, bytes) => {
    const { failure, refusal } = examine(bytes);
    expect(failure).toBeUndefined();
    expect((refusal ?? 'accepted').slice(0, outcome.length)).toBe(outcome);
  }
);

it.each([
  ['mutated captures', ['--seed', '1', '--cases', '500']],
  ['dense profiles', ['--dense', '--seed', '1', '--cases', String(Object.keys(DENSE).length)]],
])(
  'nothing fails among %s',
  (_, args) => {
    const save = mkdtempSync(path.join(tmpdir(), 'tidemark-fuzz-test-'));
    const main = path.join(__dirname, 'main.ts');
    const { status, stdout } = spawnSync('node', ['--import', 'tsx', main, '--save', save, ...args], {
      encoding: 'utf8',
    });
    rmSync(save, { recursive: true });
    expect(stdout).toMatch(/^no failures$/m);
    expect(status).toBe(0);
  },
  120_000
);

describe('the fuzzer itself', () => {
  it('takes every capture apart and puts it together again', () => {
    for (const file of PROFILES) {
      expect(Buffer.compare(encodeTree(parseTree(readProfile(file))), readProfile(file))).toBe(0);
    }
  });

  it('makes the same case of the same seed, and others of others', () => {
    const seeds = PROFILES.map((file) => seedOf(file, readProfile(file)));
    const inputs = (seed: number) => Array.from({ length: 20 }, (_, i) => makeCase(seeds, seed, i));
    expect(inputs(5)).toEqual(inputs(5));
    expect(new Set([...inputs(5), ...inputs(6)].map(({ bytes }) => bytes.join())).size).toBe(40);
  });

  it('finds nothing wrong with the captures', () => {
    for (const file of PROFILES) {
      expect(examine(readProfile(file))).toEqual({ allocated: 0, ms: expect.any(Number) });
    }
  });

  it.each<[string, (profile: Profile) => Partial<Profile>]>([
    [
      'samples.stack',
      ({ samples, stacks }) => ({ samples: { ...samples, stack: filled(samples.stack, stacks.length) } }),
    ],
    ['stacks.deepest', (profile) => ({ stacks: new StackIds({ ...idsOf(profile), deepest: 1 }) })],
    ['stacks.locationCount', (profile) => ({ stacks: new StackIds({ ...idsOf(profile), locationCount: 1 }) })],
    ['stacks.locationsOf', (profile) => ({ stacks: new StackIds({ ...idsOf(profile), index: FAR_IDS }) })],
    ['stacks.leaves', (profile) => ({ stacks: new StackIds({ ...idsOf(profile), leaves: new Int32Array(1e4) }) })],
    [
      'locations.lineStart',
      ({ locations }) => ({ locations: { ...locations, lineStart: locations.lineStart.slice(1) } }),
    ],
    ['lines.function', ({ lines }) => ({ lines: { ...lines, function: lines.function.map(() => -2) } })],
    ['functions.name', ({ functions }) => ({ functions: { ...functions, name: filled(functions.name, 1e6) } })],
    ['functions.sameName', ({ functions }) => ({ functions: { ...functions, sameName: functions.sameFile } })],
    ['functions.sameFile', ({ functions }) => ({ functions: { ...functions, sameFile: functions.sameName } })],
    ['lines.same', ({ lines }) => ({ lines: { ...lines, same: lines.same.map((_, row) => row) } })],
    ['lines.line', ({ lines }) => ({ lines: { ...lines, line: lines.line.map(() => 0.5) } })],
    ['samples.values', ({ samples }) => ({ samples: { ...samples, values: samples.values.map(() => 2 ** 60) } })],
    ['labels of sample', ({ samples }) => ({ samples: { ...samples, end: filled(samples.end, 0) } })],
  ])('sees what is wrong with %s', (what, spoil) => {
    const profile = decodeCapture(HEAP);
    expect(breachOf(profile)).toBeUndefined();
    expect(breachOf({ ...profile, ...spoil(profile) })).toMatch(what);
  });

  it.each<[string, (other: ReflectedProfile) => void]>([
    ['values of sample 3', ({ sample }) => (sample[3]!.value[0] = 12345)],
    ['stack of sample 0', ({ sample }) => sample[0]!.locationId.pop()],
    ['labels of sample 1', ({ sample }) => (sample[1]!.label[0]!.str = 1)],
    ['lines of location 0', ({ location }) => (location[0]!.line[0]!.line = 0)],
    ['function 2', (other) => (other.function[2]!.name = 0)],
    ['string 7', ({ stringTable }) => (stringTable[7] = new Uint8Array(1))],
    ['samples', ({ sample }) => sample.pop()],
  ])('sees that protobufjs has other %s', (what, spoil) => {
    const bytes = readProfile(LABELLED);
    const other = reflect(bytes) as ReflectedProfile;
    expect(differenceOf(decodeProfile(bytes), other)).toBeUndefined();
    spoil(other);
    expect(differenceOf(decodeProfile(bytes), other)).toMatch(what);
  });

  it('makes failing inputs small', () => {
    const isFailing = (items: readonly number[]) => items.includes(17) && items.includes(400);
    expect(reduce([...Array(1000).keys()], isFailing, Infinity)).toEqual([17, 400]);
    // A profile that fails because one of its strings is `main`.
    const bytes = readProfile('closures/go1.27.1.goroutine.d0');
    const hasMain = (some: Uint8Array) => Buffer.from(some).includes('main.plain');
    expect(Buffer.from(minimise(bytes, hasMain, 10_000)).toString()).toBe('main.plain');
  });

  it('reads its options', () => {
    expect(parseFuzzOptions(['--seed', '7', '--minutes', '0.5', '--only', 'heap'])).toMatchObject({
      seed: 7,
      minutes: 0.5,
      capture: 'heap',
    });
    expect(() => parseFuzzOptions(['--seed', 'x'])).toThrow('--seed wants a number, not "x"');
    expect(() => parseFuzzOptions(['--seed'])).toThrow('--seed wants a value');
    expect(() => parseFuzzOptions(['--speed', '1'])).toThrow('unknown option --speed');
  });
});

function filled(column: Uint32Array, value: number): Uint32Array {
  return column.slice().fill(value);
}
