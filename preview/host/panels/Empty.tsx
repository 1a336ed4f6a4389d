import React from 'react';

/** What Grafana says where a panel has nothing to draw. */
export function Empty() {
  return <div style={{ height: '100%', display: 'grid', placeItems: 'center' }}>No data</div>;
}
