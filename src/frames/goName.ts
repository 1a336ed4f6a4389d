/**
 * A Go function's name without the path of its package: `example.com/shop/catalog.(*Client).Lookup` becomes
 * `catalog.(*Client).Lookup`. Paths within type arguments (`[...]`) are cut too.
 */
export function shortName(name: string): string {
  const generic = name.indexOf('[');
  if (generic >= 0) {
    const close = name.lastIndexOf(']');
    const inner = name.slice(generic + 1, close < 0 ? undefined : close);
    const args = inner.split(',').map((argument) => cutPath(argument));
    return `${cutPath(name.slice(0, generic))}[${args.join(',')}]${close < 0 ? '' : name.slice(close + 1)}`;
  }
  return cutPath(name);
}

/** `gopkg.in/yaml%2ev3.Decode`: Go escapes dots in the last element of a path; `/v2` elements say nothing alone. */
function cutPath(name: string): string {
  const slash = name.lastIndexOf('/');
  const last = name.slice(slash + 1);
  const version = /^v\d+\./.test(last);
  const from = version ? name.lastIndexOf('/', slash - 1) + 1 : slash + 1;
  return name.slice(from).replace(/%2e/g, '.');
}

/** `/home/ci/src/shop/catalog/client.go:118` becomes `client.go:118`. */
export function shortFile(file: string, line: number): string {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return line > 0 ? `${name}:${line}` : name;
}
