import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { IconButton, Portal, useStyles2 } from '@grafana/ui';
import React, { useEffect, useLayoutEffect, useRef } from 'react';
import { useHover, type HoverStore } from './hover';

const OFFSET = 14;
const MARGIN = 8;

interface Props {
  hover: HoverStore;
  /** Reads the hover store by itself; null where it has nothing to say of this moment. */
  children: React.ReactNode;
}

/** Follows the pointer; a click pins it, so that long stacks can be scrolled and copied. */
export function PlotTooltip({ hover: store, children }: Props) {
  const styles = useStyles2(getStyles);
  const hover = useHover(store);
  const box = useRef<HTMLDivElement>(null);
  const pinned = hover?.pinned ?? false;

  useLayoutEffect(() => {
    const element = box.current;
    if (!element || !hover) {
      return;
    }
    const { width, height } = element.getBoundingClientRect();
    const fitsRight = hover.clientX + OFFSET + width + MARGIN <= window.innerWidth;
    const x = fitsRight ? hover.clientX + OFFSET : Math.max(MARGIN, hover.clientX - OFFSET - width);
    const lowest = window.innerHeight - height - MARGIN;
    const y = Math.max(MARGIN, Math.min(hover.clientY + OFFSET, lowest));
    element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  });

  useEffect(() => {
    if (!pinned) {
      return;
    }
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && store.set(null);
    const onDown = (event: MouseEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) {
        store.set(null);
      }
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('mousedown', onDown);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('mousedown', onDown);
    };
  }, [pinned, store]);

  if (!hover?.own) {
    return null;
  }
  return (
    <Portal>
      <div ref={box} role="tooltip" className={cx(styles.box, pinned && styles.pinned)} data-testid="tidemark-tooltip">
        {pinned && (
          <div className={styles.close}>
            <IconButton name="times" size="sm" tooltip="Close (Esc)" onClick={() => store.set(null)} />
          </div>
        )}
        {children}
      </div>
    </Portal>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    position: 'fixed',
    top: 0,
    left: 0,
    zIndex: theme.zIndex.tooltip,
    pointerEvents: 'none',
    maxWidth: 'min(560px, calc(100vw - 16px))',
    maxHeight: 'calc(100vh - 16px)',
    overflow: 'hidden',
    padding: theme.spacing(1),
    background: theme.colors.background.elevated,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    boxShadow: theme.shadows.z2,
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
    color: theme.colors.text.primary,
  }),
  pinned: css({ pointerEvents: 'auto', overflow: 'auto', boxShadow: theme.shadows.z3, userSelect: 'text' }),
  close: css({ position: 'absolute', top: theme.spacing(1), right: theme.spacing(0.5) }),
});
