import type { Stack } from '../profile/stack';

/**
 * Stacks that say nothing of the user's code however many there are: what uber-go/goleak leaves out by default (its
 * options.go and tracestack_new.go: testing, os/signal, cgo's syscall, runtime/trace), the runtime's own goroutines, and
 * the daemons that so many projects hand to its IgnoreTopFunction.
 *
 * Nothing is here that a program can have too many of: neither I/O waits, nor what is started once per connection,
 * client, pool or logger.
 */
export function isIgnorable({ blockedOn, frames }: Stack): boolean {
  if (frames.length === 0) {
    return false;
  }
  if (frames.some((frame) => frame.function === 'runtime.ReadTrace')) {
    return true;
  }
  const first = frames.find((frame) => !isHidden(frame.function))?.function;
  return (
    // Nothing but the runtime: its workers, ensureSigM (from signal.Notify), and cgo's goexit in a system call (golang/go#16714).
    first === undefined ||
    SIGNALS.has(first) ||
    DAEMONS.has(first) ||
    (TESTING.has(first) && blockedOn === 'chan receive')
  );
}

/** Leading frames that goleak never sees, for tracebacks leave out what the runtime does not export (runtime/traceback.go). */
function isHidden(name: string): boolean {
  return /^runtime\.(?:[^A-Z]|$)/.test(name);
}

/** The goroutine that importing os/signal starts; the function on top depends on the Go version. */
const SIGNALS: ReadonlySet<string> = new Set(['os/signal.signal_recv', 'os/signal.loop']);

/** Tests that wait for subtests, for the serial ones, or for the fuzzer's findings. */
const TESTING: ReadonlySet<string> = new Set([
  'testing.RunTests',
  'testing.(*T).Run',
  'testing.(*T).Parallel',
  'testing.runFuzzing',
  'testing.runFuzzTests',
]);

/** Started once, as a package is loaded, and never ended. */
const DAEMONS: ReadonlySet<string> = new Set([
  // census-instrumentation/opencensus-go#1191
  'go.opencensus.io/stats/view.(*worker).start',
  'github.com/golang/glog.(*loggingT).flushDaemon',
  'github.com/golang/glog.(*fileSink).flushDaemon',
  // kubernetes/client-go#900
  'k8s.io/klog.(*loggingT).flushDaemon',
  'k8s.io/klog/v2.(*loggingT).flushDaemon',
]);
