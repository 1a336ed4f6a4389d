import { textUtil } from '@grafana/data';
import { sceneGraph, SceneObjectBase, type SceneComponentProps, type SceneObjectState } from '@grafana/scenes';
import { Dropdown, IconButton, Menu } from '@grafana/ui';
import { useLocation } from 'react-router-dom';
import type { PanelJson } from './model';
import React from 'react';

interface State extends SceneObjectState {
  links: NonNullable<PanelJson['links']>;
}

/** A panel's own links, behind a button beside its title. */
export class PanelLinks extends SceneObjectBase<State> {
  static Component = LinkMenu;
}

function LinkMenu({ model }: SceneComponentProps<PanelLinks>) {
  useLocation();
  const { links } = model.useState();
  const menu = () => (
    <Menu>
      {links.map(({ title, url, targetBlank }, i) => (
        <Menu.Item
          key={i}
          label={sceneGraph.interpolate(model, title || url)}
          url={textUtil.sanitizeUrl(sceneGraph.interpolate(model, url))}
          target={targetBlank ? '_blank' : undefined}
        />
      ))}
    </Menu>
  );
  return (
    <Dropdown overlay={menu}>
      <IconButton name="external-link-alt" tooltip="Panel links" size="md" />
    </Dropdown>
  );
}
