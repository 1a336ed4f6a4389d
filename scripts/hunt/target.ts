import { Problem } from '../cli/problem';

/** A program and where it is asked. */
export interface Target {
  /** As it is shown: without a password and a query, which may hold a secret. */
  readonly name: string;
  readonly goroutine: URL;
  readonly metrics: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The program behind a URL: its base, with or without a path prefix, or one of its pprof pages. User and password go into
 * the Authorization header, for fetch refuses them in a URL; a query goes with every request.
 */
export function parseTarget(text: string): Target {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    throw new Problem(`expected the URL of a program such as http://localhost:6060, not ${JSON.stringify(text)}`);
  }
  const { password, username } = url;
  const headers: Record<string, string> = {};
  if (username !== '' || password !== '') {
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    headers.Authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
  }
  url.username = url.password = url.hash = '';
  url.searchParams.delete('debug');
  url.pathname = url.pathname.replace(/\/+$/, '').replace(/\/debug\/pprof(?:\/goroutine)?$/, '');
  const prefix = url.pathname.replace(/\/+$/, '');
  const goroutine = below(url, `${prefix}/debug/pprof/goroutine`);
  goroutine.searchParams.set('debug', '0');
  return { name: url.origin + prefix, goroutine, metrics: below(url, `${prefix}/metrics`), headers };
}

function below(url: URL, pathname: string): URL {
  const page = new URL(url);
  page.pathname = pathname;
  return page;
}
