import type { QueryResultMetaNotice } from '@grafana/data';
import { sceneGraph, SceneObjectBase, type SceneComponentProps, type SceneObjectState } from '@grafana/scenes';
import { Icon, Tooltip } from '@grafana/ui';
import React from 'react';

/** The notices of a panel's frames beside its title: a sign for each severity, and behind it all that it has to say. */
export class PanelNotices extends SceneObjectBase<SceneObjectState> {
  static Component = Notices;
}

function Notices({ model }: SceneComponentProps<PanelNotices>) {
  const { data } = sceneGraph.getData(model).useState();
  const bySeverity = textsOf((data?.series ?? []).flatMap((frame) => frame.meta?.notices ?? []));
  return (
    <>
      {[...bySeverity].map(([severity, texts]) => (
        <Tooltip
          key={severity}
          content={
            <>
              {texts.map((text) => (
                <div key={text}>{text}</div>
              ))}
            </>
          }
        >
          <span
            data-testid={`panel notice ${severity}`}
            tabIndex={0}
            aria-label={texts.join(' ')}
            style={{ padding: '0 8px' }}
          >
            <Icon name={severity === 'info' ? 'file-landscape-alt' : 'exclamation-triangle'} size="md" />
          </span>
        </Tooltip>
      ))}
    </>
  );
}

/** What each severity says, once where several frames say it. */
export function textsOf(notices: readonly QueryResultMetaNotice[]): Map<QueryResultMetaNotice['severity'], string[]> {
  const texts = new Map<QueryResultMetaNotice['severity'], string[]>();
  for (const { severity, text } of notices) {
    const said = texts.get(severity) ?? [];
    texts.set(severity, said.includes(text) ? said : [...said, text]);
  }
  return texts;
}
