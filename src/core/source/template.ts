/** What a template may hold, each of which stands for a part of the frame. */
const PLACEHOLDERS = ['file', 'line', 'function', 'version'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** Scheme and host are written out: a profile is another's text, and must not say where a link leads. */
const WHOLE = /^https?:\/\/[^\s/?#{}\\]+\//i;

/**
 * What is wrong with a template, in a sentence for the settings page; undefined where nothing is. An empty one is right:
 * then own code has no links.
 */
export function templateError(template: string): string | undefined {
  if (template === '') {
    return undefined;
  }
  if (!/^https?:\/\//i.test(template)) {
    return 'It must begin with https:// or http://.';
  }
  if (!WHOLE.test(template)) {
    return 'The host must be written out, with a slash behind it: placeholders may stand only in what follows.';
  }
  if (/\s/.test(template)) {
    return 'It must not hold spaces.';
  }
  const unknown = placeholdersIn(template).find((name) => !isPlaceholder(name));
  if (unknown !== undefined) {
    return `{${unknown}} is not known: it takes {file}, {line}, {function} and {version}.`;
  }
  if (/[{}]/.test(template.replace(/\{[^{}]*\}/g, ''))) {
    return 'A brace is open, or closed without having been opened.';
  }
  return /\{(file|function)\}/.test(template) ? undefined : 'It needs {file}, else all frames would have one link.';
}

/**
 * The template with its placeholders filled in. Undefined where it is not valid, where it needs what is not known, and
 * where a value would lead out of the template's folder.
 */
export function fillTemplate(
  template: string,
  values: Readonly<Record<Placeholder, string | undefined>>
): string | undefined {
  if (template === '' || templateError(template) !== undefined) {
    return undefined;
  }
  const encoded = new Map(placeholdersIn(template).map((name) => [name, encodePath(values[name as Placeholder])]));
  if ([...encoded.values()].includes(undefined)) {
    return undefined;
  }
  return template.replace(/\{([^{}]*)\}/g, (_, name: string) => encoded.get(name) ?? '');
}

/** A path with each of its elements encoded. Undefined for an empty one, and for one that climbs with `..`. */
export function encodePath(path: string | undefined): string | undefined {
  if (!path || path.split('/').includes('..')) {
    return undefined;
  }
  try {
    return path.split('/').map(encodeURIComponent).join('/');
  } catch {
    // Half of a surrogate pair, which no URL can hold.
    return undefined;
  }
}

function placeholdersIn(template: string): string[] {
  return [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
}

function isPlaceholder(name: string): name is Placeholder {
  return (PLACEHOLDERS as readonly string[]).includes(name);
}
