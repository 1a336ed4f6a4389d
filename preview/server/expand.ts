type Environment = Readonly<Record<string, string | undefined>>;

/**
 * `$NAME` and `${NAME}` as Grafana's provisioning reads them: a variable that is not set is an empty string, `$$` is a
 * dollar sign, and `$__env{NAME}` is the longer way to say `${NAME}`. `$__file` and `$__vault` are refused: a value
 * that silently stays unread would be worse.
 */
export function expandEnv(text: string, env: Environment): string {
  return text
    .split('$$')
    .map((part) => {
      const unsupported = /\$__(file|vault)\{/.exec(part);
      if (unsupported) {
        throw new Error(`${unsupported[0]}...} is not supported by the preview: use an environment variable`);
      }
      return part
        .replace(/\$__env\{([^}]*)\}/g, (_, name: string) => env[name] ?? '')
        .replace(
          /\$(?:\{([^}]*)\}|([A-Za-z_][A-Za-z0-9_]*))/g,
          (_, braced?: string, bare?: string) => env[braced ?? bare ?? ''] ?? ''
        );
    })
    .join('$');
}

/** The same for every string below a value; keys stay as they are. */
export function expandDeep(value: unknown, env: Environment): unknown {
  if (typeof value === 'string') {
    return expandEnv(value, env);
  }
  if (Array.isArray(value)) {
    return value.map((item) => expandDeep(item, env));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expandDeep(item, env)]));
  }
  return value;
}
