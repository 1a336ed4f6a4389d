import type { Frame } from '../profile/stack';
import { moduleFile, moduleUrl } from './module';
import type { SourceContext } from './source';
import { isStandard, standardUrl } from './standard';
import { fillTemplate } from './template';

/**
 * The address of the line that a frame stands at: in the user's own repository by the settings' template, in the Go
 * release, or in the version of the module. Undefined where nothing certain can be said. Always http or https.
 */
export function sourceUrl(frame: Frame, context: SourceContext | undefined): string | undefined {
  if (!context || !isFile(frame.file)) {
    return undefined;
  }
  const slashed = { ...frame, file: frame.file.replace(/\\/g, '/') };
  if (isStandard(slashed)) {
    return standardUrl(slashed, context.goVersion);
  }
  const versioned = moduleFile(slashed);
  const own = ownFile(versioned ? `${versioned.module}@${versioned.version}/${versioned.file}` : slashed.file, context);
  // With `trim` set, what it names is own code, built from its module's version or not.
  if (versioned && (own === undefined || context.trim === '')) {
    return moduleUrl(versioned, frame.line);
  }
  return own && ownUrl(own, frame, { ...context, version: context.version || versioned?.version });
}

/** Not what the compiler or cgo made. */
function isFile(file: string): boolean {
  return file !== '' && !file.startsWith('<') && !/(^|[/\\])_cgo_[^/\\]*$/.test(file);
}

/** A file's path in the user's repository; undefined where `trim` says that it is not in there. */
function ownFile(file: string, { trim }: SourceContext): string | undefined {
  const prefix = trim.replace(/\\/g, '/').replace(/\/+$/, '');
  const relative = relativePath(file);
  if (prefix === '') {
    return relative;
  }
  for (const path of [file, relative]) {
    const behind = path.startsWith(prefix) ? /^(?:@[^/]+)?\/(.+)$/.exec(path.slice(prefix.length)) : null;
    if (behind) {
      return relativePath(behind[1] ?? '');
    }
  }
  return undefined;
}

/** Without what it begins with, `/` or `./`, so that a template puts its own slash before it. */
function relativePath(file: string): string {
  return file.replace(/^(?:\.?\/)+/, '');
}

function ownUrl(file: string, frame: Frame, { template, version }: SourceContext): string | undefined {
  // Where the line is not known the file's first is shown.
  const line = String(Math.max(1, frame.line));
  return fillTemplate(template.trim(), { file, line, function: frame.function, version: version || undefined });
}
