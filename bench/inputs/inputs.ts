/** How the generator makes a profile (bench/go/generator). */
export interface Recipe {
  kind: 'goroutine' | 'heap';
  /** Functions at each level of the call tree: how many functions and locations the profile has. */
  width: number;
  /** Call paths drawn; goroutines on the same path share its stack. */
  stacks: number;
  /** Goroutines parked. */
  count?: number;
  labels?: 'none' | 'some' | 'unique';
}

export interface Input {
  /** Also its file's name. */
  name: string;
  title: string;
  /** Whether samples repeat stacks, which decides the goals; those under 0.4 MB gz have none but the first call's. */
  shape: 'small' | 'repeated' | 'distinct';
  /** A file of the repository, or a recipe for one. */
  source: string | Recipe;
}

const CAPTURES = 'testdata/captures';

const SMALL: Input = {
  name: 'heap-small',
  title: 'small real heap',
  shape: 'small',
  source: `${CAPTURES}/prom.heap.d0`,
};

const GOROUTINES_10K: Input = {
  name: 'goroutines-10k',
  title: 'goroutines 10k',
  shape: 'distinct',
  source: { kind: 'goroutine', width: 350, stacks: 2_000, count: 10_000 },
};

/** What `npm run bench` measures. */
export const FULL: readonly Input[] = [
  SMALL,
  {
    name: 'goroutines-100k-50',
    title: 'goroutines 100k, 50 stacks',
    shape: 'small',
    source: { kind: 'goroutine', width: 150, stacks: 50, count: 100_000 },
  },
  GOROUTINES_10K,
  {
    name: 'goroutines-100k-3-labels',
    title: '100k, 3 labels',
    shape: 'repeated',
    source: { kind: 'goroutine', width: 150, stacks: 2_000, count: 100_000, labels: 'some' },
  },
  {
    name: 'goroutines-100k-unique',
    title: '100k, unique label',
    shape: 'repeated',
    source: { kind: 'goroutine', width: 150, stacks: 20_000, count: 100_000, labels: 'unique' },
  },
  {
    name: 'heap-60k',
    title: 'heap 60k stacks',
    shape: 'distinct',
    source: { kind: 'heap', width: 150, stacks: 60_000 },
  },
  {
    name: 'goroutines-500k-unique',
    title: '500k, unique label',
    shape: 'repeated',
    source: { kind: 'goroutine', width: 150, stacks: 20_000, count: 500_000, labels: 'unique' },
  },
  {
    name: 'heap-300k',
    title: 'heap 300k stacks',
    shape: 'distinct',
    source: { kind: 'heap', width: 150, stacks: 300_000 },
  },
];

/** What `npm run bench -- --quick` measures: just large enough for the goals to hold. */
export const QUICK: readonly Input[] = [
  SMALL,
  {
    name: 'quick-goroutines',
    title: '50k, unique label',
    shape: 'repeated',
    source: { kind: 'goroutine', width: 150, stacks: 2_000, count: 50_000, labels: 'unique' },
  },
  {
    name: 'quick-heap',
    title: 'heap 15k stacks',
    shape: 'distinct',
    source: { kind: 'heap', width: 150, stacks: 15_000 },
  },
];

/** Real profiles on which all must agree as well, in both. */
export const AGREE: readonly string[] = ['caddy', 'node', 'prom', 'vm'].flatMap((program) =>
  ['allocs', 'goroutine', 'heap'].map((kind) => `${CAPTURES}/${program}.${kind}.d0`)
);

/** The profile of the first-call times: a few KB. */
export const FIRST = SMALL;

/** The profile of the times after a collection: large enough for compiled code to matter. */
export const LARGER = GOROUTINES_10K;
