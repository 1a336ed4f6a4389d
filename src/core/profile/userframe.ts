/**
 * Index of the first frame outside the runtime and the standard library, leaf first: where a person looks. -1 where
 * the stack never leaves them. `files[i]` is the file of `functions[i]`, empty where not known.
 */
export function userFrameIndex(functions: readonly string[], files: readonly string[]): number {
  const goroot = gorootOf(functions, files);
  return functions.findIndex((name, i) => !isStandard(name, files[i] ?? '', goroot));
}

function isStandard(name: string, file: string, goroot: string | undefined): boolean {
  const path = packagePath(name);
  if (path === '') {
    // No Go function: C code, an assembly stub, a generated equality function. Nobody looks there.
    return true;
  }
  const root = path.split('/', 1)[0] as string;
  if (root.includes('.') || root === 'main') {
    return false;
  }
  if (!isAbsolute(file)) {
    return STANDARD_ROOTS.has(root);
  }
  if (goroot !== undefined) {
    return file.startsWith(`${goroot}/src/`);
  }
  return STANDARD_ROOTS.has(root) && isBelowStandardFolder(file);
}

/**
 * Whether the file is in a folder of the standard library by that folder's name. It need not be its package's: what
 * `//go:linkname` gives away stands under another's name, `internal/poll.runtime_pollWait` in runtime/netpoll.go.
 */
function isBelowStandardFolder(file: string): boolean {
  for (let at = file.indexOf('/src/'); at >= 0; at = file.indexOf('/src/', at + 1)) {
    const [root, ...rest] = file.slice(at + '/src/'.length).split('/', 2);
    if (rest.length > 0 && STANDARD_ROOTS.has(root as string)) {
      return true;
    }
  }
  return false;
}

/**
 * GOROOT as this very stack's runtime frames show it; undefined in a -trimpath build, and without such frames, as in a
 * dump, which leaves them out.
 */
function gorootOf(functions: readonly string[], files: readonly string[]): string | undefined {
  for (let i = 0; i < functions.length; i++) {
    const file = files[i] ?? '';
    if ((functions[i] as string).startsWith('runtime.') && isAbsolute(file)) {
      const end = file.lastIndexOf('/src/runtime/');
      if (end >= 0) {
        return file.slice(0, end);
      }
    }
  }
  return undefined;
}

/** `net/http` of `net/http.(*conn).serve`; type arguments may hold slashes and dots, so they go first. */
export function packagePath(name: string): string {
  const bracket = name.indexOf('[');
  const plain = bracket < 0 ? name : name.slice(0, bracket);
  const dot = plain.indexOf('.', plain.lastIndexOf('/') + 1);
  return dot < 0 || plain.startsWith('type:') || plain.startsWith('type..') ? '' : plain.slice(0, dot);
}

function isAbsolute(file: string): boolean {
  return file.startsWith('/') || /^[A-Za-z]:[\\/]/.test(file);
}

/** First path elements of the standard library, Go 1.19 to 1.27, and `vendor`, under which it keeps what it vendors. */
const STANDARD_ROOTS: ReadonlySet<string> = new Set(
  (
    'archive arena bufio bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt ' +
    'go hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime simd ' +
    'slices sort strconv strings structs sync syscall testing text time unicode unique unsafe uuid vendor weak cmd'
  ).split(' ')
);
