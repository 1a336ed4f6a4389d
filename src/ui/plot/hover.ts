import { useSyncExternalStore } from 'react';
import type { UPlotConfigBuilder } from '@grafana/ui';
import type uPlot from 'uplot';
import { viewOf } from './view';

/** The moment a person points at. By time, not by row: rows move while data streams in. */
export interface Hover {
  time: number;
  /** The value under the pointer on the y axis. */
  y: number;
  /** Of the pointer, in the window. */
  clientX: number;
  clientY: number;
  /** False when another panel moves the crosshair. */
  own: boolean;
  pinned: boolean;
}

/** Kept outside React's state, so that moving the pointer renders the figures and not the plot. */
export class HoverStore {
  private hover: Hover | null = null;
  private readonly listeners = new Set<() => void>();

  readonly get = (): Hover | null => this.hover;

  readonly time = (): number | null => this.hover?.time ?? null;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly set = (hover: Hover | null): void => {
    if (hover !== this.hover) {
      this.hover = hover;
      this.listeners.forEach((listener) => listener());
    }
  };

  /** A pinned moment stays until it is let go. */
  readonly move = (hover: Hover | null): void => {
    if (!this.hover?.pinned) {
      this.set(hover);
    }
  };

  readonly togglePin = (): void => {
    if (this.hover) {
      this.set(this.hover.pinned ? null : { ...this.hover, pinned: true });
    }
  };
}

export function useHover(store: HoverStore): Hover | null {
  return useSyncExternalStore(store.subscribe, store.get);
}

/** Only the moment: renders once per row, not once per pixel. */
export function useHoverTime(store: HoverStore): number | null {
  return useSyncExternalStore(store.subscribe, store.time);
}

export function trackHover(builder: UPlotConfigBuilder, store: HoverStore): void {
  builder.addHook('setCursor', (u: uPlot) => store.move(readHover(u)));
  builder.addHook('init', (u: uPlot) => {
    let downAt: number | null = null;
    u.over.addEventListener('mousedown', (event) => (downAt = event.button === 0 ? event.clientX : null));
    u.over.addEventListener('click', (event) => {
      const dragged = downAt === null || Math.abs(event.clientX - downAt) > 3;
      if (!dragged) {
        store.togglePin();
      }
    });
  });
  builder.addHook('destroy', () => store.set(null));
}

function readHover(u: uPlot): Hover | null {
  const { left = -1, top = -1, idx, event } = u.cursor;
  const times = u.data[0];
  const time = idx == null ? undefined : times[idx];
  if (left < 0 || time === undefined) {
    return null;
  }
  const awayPx = Math.abs(u.valToPos(time, 'x') - left);
  const awayMs = Math.abs(u.posToVal(left, 'x') - time);
  if (awayPx > 24 && awayMs > viewOf(u).reachMs) {
    return null;
  }
  const own = event != null || u.root.contains(document.activeElement);
  return {
    time,
    y: u.posToVal(top, 'y'),
    clientX: u.rect.left + left,
    clientY: u.rect.top + Math.max(top, 0),
    own,
    pinned: false,
  };
}
