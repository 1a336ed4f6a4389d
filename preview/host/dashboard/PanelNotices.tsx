import { sceneGraph, SceneObjectBase, type SceneComponentProps, type SceneObjectState } from '@grafana/scenes';
import { Icon, Tooltip } from '@grafana/ui';
import React from 'react';

/**
 * The notices of a panel's frames beside its title, as Grafana 12.4 has them: a sign for each severity, and behind it the
 * last notice of that severity.
 */
export class PanelNotices extends SceneObjectBase<SceneObjectState> {
  static Component = Notices;
}

function Notices({ model }: SceneComponentProps<PanelNotices>) {
  const { data } = sceneGraph.getData(model).useState();
  const notices = (data?.series ?? []).flatMap((frame) => frame.meta?.notices ?? []);
  const lastOf = new Map(notices.map(({ severity, text }) => [severity, text]));
  return (
    <>
      {[...lastOf].map(([severity, text]) => (
        <Tooltip key={severity} content={text}>
          <span data-testid={`panel notice ${severity}`} tabIndex={0} aria-label={text} style={{ padding: '0 8px' }}>
            <Icon name={severity === 'info' ? 'file-landscape-alt' : 'exclamation-triangle'} size="md" />
          </span>
        </Tooltip>
      ))}
    </>
  );
}
