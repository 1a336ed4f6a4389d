import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useState, type DragEvent, type ReactNode } from 'react';

interface Props {
  onDrop: (file: File | undefined) => void;
  children: ReactNode;
}

/** Where a file can be dropped. */
export function DropArea({ children, onDrop }: Props) {
  const [isOver, setIsOver] = useState(false);
  const styles = useStyles2(getStyles);
  const over = (event: DragEvent) => {
    // Without this the browser would open what is dropped in the place of the page.
    event.preventDefault();
    setIsOver(true);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    onDrop(event.dataTransfer.files[0]);
  };
  return (
    <div
      className={isOver ? styles.over : undefined}
      onDragOver={over}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      {children}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  over: css({ outline: `2px dashed ${theme.colors.primary.border}`, outlineOffset: 2 }),
});
