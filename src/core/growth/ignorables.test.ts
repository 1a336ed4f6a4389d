import { decodeCapture, profilesIn } from '../../../testdata/helpers/captures';
import { goroutineCounts, StackInterner } from '../profile/goroutines';
import type { BlockedOn } from '../profile/stack';
import { isIgnorable } from './ignorables';
import { stackNamed } from './testing';

const PARKED = ['runtime.gopark', 'runtime.chanrecv', 'runtime.chanrecv1'];

const stack = (functions: readonly string[], blockedOn: BlockedOn = 'chan receive') => ({
  ...stackNamed('x', functions, -1),
  blockedOn,
});

/** What `isIgnorable` leaves out of a capture, by the function that the goroutine was started with. */
function ignoredIn(path: string): Array<string | undefined> {
  const { stacks } = goroutineCounts(decodeCapture(path), new StackInterner());
  return stacks.filter(isIgnorable).map(({ frames }) => frames.at(-1)?.function);
}

it.each(profilesIn('blocked'))('%s: nothing but the signal loop, on any Go', (path) => {
  expect(ignoredIn(path)).toEqual(['os/signal.loop']);
});

// As `grep -E "signal\.loop|ensureSigM|opencensus|testing\.|flushDaemon|ReadTrace" testdata/captures/*.goroutine.d2` has it.
it.each([
  ['caddy', ['os/signal.loop']],
  ['node', []],
  ['prom', ['go.opencensus.io/stats/view.(*worker).start', 'os/signal.loop']],
  ['vm', ['os/signal.loop']],
])('%s: nothing of the program’s own', (name, ignored) => {
  expect(ignoredIn(`captures/${name}.goroutine.d0`).sort()).toEqual(ignored);
});

it.each<[string, string[], BlockedOn]>([
  [
    'a test that waits for its subtest',
    [...PARKED, 'testing.(*T).Run', 'main.TestAll', 'testing.tRunner'],
    'chan receive',
  ],
  ['a parallel test that waits for its turn', [...PARKED, 'testing.(*T).Parallel', 'main.TestOne'], 'chan receive'],
  ['the reader of a trace', ['runtime.gopark', 'runtime.ReadTrace', 'runtime/trace.Start.func1'], 'other'],
  ['the signal mask’s', ['runtime.gopark', 'runtime.selectgo', 'runtime.ensureSigM.func1'], 'select'],
  ['a worker of the collector', ['runtime.gopark', 'runtime.gcBgMarkWorker'], 'GC worker'],
  ['a thread of cgo', ['runtime.goexit'], 'syscall'],
  ['OpenCensus', ['runtime.gopark', 'runtime.selectgo', 'go.opencensus.io/stats/view.(*worker).start'], 'select'],
  [
    'glog',
    [...PARKED, 'github.com/golang/glog.(*fileSink).flushDaemon', 'github.com/golang/glog.init.0'],
    'chan receive',
  ],
])('leaves out %s', (_, functions, blockedOn) => {
  expect(isIgnorable(stack(functions, blockedOn))).toBe(true);
});

it.each<[string, string[], BlockedOn]>([
  ['I/O waits', ['runtime.gopark', 'runtime.netpollblock', 'internal/poll.runtime_pollWait'], 'I/O wait'],
  ['a test that runs', ['runtime.gopark', 'testing.(*T).Run'], 'other'],
  ['what a test started', [...PARKED, 'main.leak', 'testing.tRunner'], 'chan receive'],
  [
    'a daemon’s name further up',
    [...PARKED, 'main.hook', 'github.com/golang/glog.(*fileSink).flushDaemon'],
    'chan receive',
  ],
  ['one database’s opener: each sql.Open starts one', [...PARKED, 'database/sql.(*DB).connectionOpener'], 'select'],
  [
    'gRPC’s serializers',
    ['runtime.gopark', 'google.golang.org/grpc/internal/grpcsync.(*CallbackSerializer).run'],
    'select',
  ],
  ['a package whose name begins as the runtime’s', ['runtime/debug.Stack'], 'running'],
  ['an empty stack', [], 'other'],
])('keeps %s', (_, functions, blockedOn) => {
  expect(isIgnorable(stack(functions, blockedOn))).toBe(false);
});
