import type { Frame } from '../profile/stack';
import { packagePath } from '../profile/userframe';
import { repositoryOf } from './hosts';
import { isAbsolute } from './standard';
import { encodePath } from './template';

/** A file of a module at a version, as the module cache and -trimpath lay them out. */
export interface ModuleFile {
  /** `github.com/BurntSushi/toml` */
  readonly module: string;
  /** `v1.2.0`, or a pseudo-version. */
  readonly version: string;
  /** Its path in the module. */
  readonly file: string;
}

/**
 * Reads `/root/go/pkg/mod/github.com/!burnt!sushi/toml@v1.2.0/decode.go`, in a module cache elsewhere too, and what
 * -trimpath leaves of it. Undefined for a file of no module, or of one without a version.
 */
export function moduleFile({ function: name, file }: Frame): ModuleFile | undefined {
  const match = /^([^@]+)@(v\d[^/]*)\/(.+)$/.exec(file);
  const [, before = '', version = '', rest = ''] = match ?? [];
  const from = moduleStart(before, packagePath(name).split('/', 1)[0] ?? '');
  return match && from >= 0
    ? { module: unescaped(before.slice(from)), version: unescaped(version), file: rest }
    : undefined;
}

/** Where the module's path begins: behind `pkg/mod/`, else at the element that the function's package begins with. */
function moduleStart(before: string, root: string): number {
  const CACHE = '/pkg/mod/';
  const at = before.lastIndexOf(CACHE);
  if (at >= 0) {
    return at + CACHE.length;
  }
  return !isAbsolute(before) ? 0 : root.includes('.') ? before.lastIndexOf(`/${root}/`) + 1 || -1 : -1;
}

/** The module cache writes capitals as `!` and the small letter, for file systems that cannot tell them apart. */
function unescaped(path: string): string {
  return path.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The line on GitHub at that version where the module is there, else the package's page on pkg.go.dev. */
export function moduleUrl({ module, version, file }: ModuleFile, line: number): string | undefined {
  const repository = repositoryOf(module);
  if (!repository) {
    const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
    const path = encodePath(`${module}@${version}${folder && `/${folder}`}`);
    return path && `https://pkg.go.dev/${path.replace('%40', '@')}`;
  }
  const { name, folder } = repository;
  const path = encodePath([name, 'blob', refOf(version, folder), folder, file].filter(Boolean).join('/'));
  return path && `https://github.com/${path}${line > 0 ? `#L${line}` : ''}`;
}

/** The commit that a pseudo-version ends in (go.dev/ref/mod#pseudo-versions), else the tag: with the module's folder. */
function refOf(version: string, folder: string): string {
  const commit = /[-.]\d{14}-([0-9a-f]{12})(?:\+incompatible)?$/.exec(version)?.[1];
  return commit ?? `${folder && `${folder}/`}${version.replace(/\+incompatible$/, '')}`;
}
