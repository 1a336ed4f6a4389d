import React from 'react';

/** What Grafana says where a panel has nothing to draw, or what it cannot draw the data for. */
export function Empty({ children = 'No data' }: { children?: string }) {
  return <div style={{ height: '100%', display: 'grid', placeItems: 'center' }}>{children}</div>;
}
