import { useEffect, useState } from 'react';

export type Loaded<T> = { state: 'loading' } | { state: 'failed'; message: string } | { state: 'ready'; value: T };

/** The outcome of `load`, which runs once for each `key`; what arrives after the key changed is dropped. */
export function useLoaded<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const [loaded, setLoaded] = useState<{ key: string; outcome: Loaded<T> }>();
  useEffect(() => {
    let current = true;
    const settle = (outcome: Loaded<T>) => {
      if (current) {
        setLoaded({ key, outcome });
      }
    };
    load().then(
      (value) => settle({ state: 'ready', value }),
      (error: unknown) => settle({ state: 'failed', message: messageOf(error) })
    );
    return () => {
      current = false;
    };
    // `load` is made anew at each render and means the same for the same key.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  return loaded?.key === key ? loaded.outcome : { state: 'loading' };
}

/** For a person, from an Error or from what backendSrv throws. */
export function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) {
    return String(error);
  }
  const data: unknown = Reflect.get(error, 'data');
  const message: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'message') : undefined;
  const status: unknown = Reflect.get(error, 'statusText');
  const httpError = status === undefined ? undefined : `HTTP error ${String(status)}`;
  return String(message ?? Reflect.get(error, 'message') ?? httpError ?? 'unknown error');
}
