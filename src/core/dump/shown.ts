/**
 * The functions of a stack that a dump shows, leaf first: a goroutine profile keeps the runtime's own, a dump leaves
 * them out, wherever they stand, unless nothing else would be left (runtime/traceback.go, showfuncinfo and traceback1).
 * So the same functions come out for a stack of the profile and for that stack in a dump.
 *
 * C functions have no dot in their name; profiles have them only where a symbolizer is registered.
 */
export function shownFunctions(functions: readonly string[]): readonly string[] {
  const shown: string[] = [];
  for (const name of functions) {
    // Where a panic is on top nothing shows it; below, it parts the deferred calls from what panicked.
    if (isShown(name) || (name === 'runtime.gopanic' && shown.length > 0)) {
      shown.push(name);
    }
  }
  return shown.length > 0 ? shown : functions.filter((name) => name !== 'runtime.goexit');
}

function isShown(name: string): boolean {
  if (!name.startsWith('runtime.')) {
    return name.includes('.');
  }
  return EXPORTED.test(name) || ALWAYS.has(name);
}

/** runtime/traceback.go, isExportedRuntime: `runtime.Gosched`, `runtime.(*Func).Entry`. */
const EXPORTED = /^runtime\.(?:(?:\(\*[A-Z][^)]*\)|[A-Z][^.]*)\.)?[A-Z][^.]*$/;

/** Shown since they tell whose the goroutine is (showfuncinfo, Go 1.25); runtime.runfinq before them was not. */
const ALWAYS: ReadonlySet<string> = new Set(['runtime.runFinalizers', 'runtime.runCleanups']);
