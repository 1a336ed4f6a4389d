import type { Frame } from '../profile/stack';
import { packagePath, userFrameIndex } from '../profile/userframe';
import { encodePath } from './template';

const GO = 'https://github.com/golang/go/blob';

/**
 * The line in the Go release that the program was built with; undefined where the frame is not of the standard library,
 * and for a toolchain that is no release of the Go project.
 */
export function standardUrl({ function: name, file, line }: Frame, goVersion: string | undefined): string | undefined {
  const path = encodePath(standardFile(name, file));
  const ref = goRef(goVersion);
  return path && ref && `${GO}/${ref}/src/${path}${line > 0 ? `#L${line}` : ''}`;
}

/** Whether the frame is of the standard library, as far as its own name and file tell. */
export function isStandard({ function: name, file }: Frame): boolean {
  return standardFile(name, file) !== undefined || userFrameIndex([name], [file]) < 0;
}

/**
 * A standard library file's path below GOROOT/src. A function is not always in its package's folder: `sync.runtime_Semacquire`
 * is linked from runtime/sema.go, `runtime.mapassign_faststr` from internal/runtime/maps.
 */
function standardFile(name: string, file: string): string | undefined {
  const path = packagePath(name);
  if (path === '' || !isNamedAsStandard(path) || !file.includes('/')) {
    return undefined;
  }
  if (!isAbsolute(file)) {
    // -trimpath leaves what is below GOROOT/src.
    return isNamedAsStandard(file.slice(0, file.lastIndexOf('/'))) ? file : undefined;
  }
  for (const folder of [`/src/${path}/`, '/src/runtime/', '/src/internal/']) {
    const at = file.lastIndexOf(folder);
    if (at >= 0) {
      return file.slice(at + '/src/'.length);
    }
  }
  return undefined;
}

function isNamedAsStandard(path: string): boolean {
  return userFrameIndex([`${path}.f`], ['']) < 0;
}

/** A Go version as a tag of the Go repository, or the commit of one that was built from source. */
export function goRef(goVersion = ''): string | undefined {
  // Experiments and distributions add words behind a space: `go1.22.3 X:loopvar`, `go1.22.7 (Red Hat 1.22.7-1.el9)`.
  const release = /^go\d+\.\d+(?:\.\d+)?(?:(?:rc|beta)\d+)?(?= |$)/.exec(goVersion);
  // `devel go1.22-a1b2c3d4e5 Tue ...`, since Go 1.25 `go1.25-devel_a1b2c3d4e5 Tue ...`, before Go 1.17 `devel +a1b2c3d4e5 ...`.
  const devel = /^(?:devel (?:go[\d.]+-|\+)|go[\d.]+-devel_)([0-9a-f]{7,40})(?= |$)/.exec(goVersion);
  return release?.[0] ?? devel?.[1];
}

export function isAbsolute(file: string): boolean {
  return file.startsWith('/') || /^[A-Za-z]:\//.test(file);
}
