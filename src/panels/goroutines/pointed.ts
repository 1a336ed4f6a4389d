import { useSyncExternalStore } from 'react';

/** Which group is pointed at, in the plot or in the table; each highlights the other. */
export class PointedStore {
  private name: string | null = null;
  private readonly listeners = new Set<() => void>();

  readonly get = (): string | null => this.name;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly set = (name: string | null): void => {
    if (name !== this.name) {
      this.name = name;
      this.listeners.forEach((listener) => listener());
    }
  };
}

export function usePointed(store: PointedStore): string | null {
  return useSyncExternalStore(store.subscribe, store.get);
}
