import type { QueryResultMetaNotice } from '@grafana/data';
import { sceneGraph, SceneObjectBase, type SceneComponentProps, type SceneObjectState } from '@grafana/scenes';
import { Icon, Tooltip } from '@grafana/ui';
import React from 'react';

/** The notices of a panel's frames beside its title, one for each severity, as Grafana shows them. */
export class PanelNotices extends SceneObjectBase<SceneObjectState> {
  static Component = Notices;
}

function Notices({ model }: SceneComponentProps<PanelNotices>) {
  const { data } = sceneGraph.getData(model).useState();
  const bySeverity = new Map<string, QueryResultMetaNotice>();
  for (const notice of (data?.series ?? []).flatMap((frame) => frame.meta?.notices ?? [])) {
    bySeverity.set(notice.severity, notice);
  }
  return (
    <>
      {[...bySeverity.values()].map((notice) => (
        <Tooltip key={notice.severity} content={notice.text}>
          <span
            data-testid={`panel notice ${notice.severity}`}
            tabIndex={0}
            aria-label={notice.text}
            style={{ padding: '0 8px' }}
          >
            <Icon name={notice.severity === 'info' ? 'file-landscape-alt' : 'exclamation-triangle'} size="md" />
          </span>
        </Tooltip>
      ))}
    </>
  );
}
