import { textUtil } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import {
  sceneGraph,
  SceneObjectBase,
  type SceneComponentProps,
  type SceneObject,
  type SceneObjectState,
} from '@grafana/scenes';
import { LinkButton } from '@grafana/ui';
import { useLocation } from 'react-router-dom';
import { follow } from '../pages/Chrome';
import { useLoaded } from '../pages/useLoaded';
import type { LinkJson } from './model';
import React from 'react';

interface State extends SceneObjectState {
  links: readonly LinkJson[];
  /** Of the dashboard itself: a link to it is left out. */
  uid: string;
}

/** A dashboard's links as buttons in its head: to an address, or to each dashboard that has all of the tags. */
export class DashboardLinks extends SceneObjectBase<State> {
  static Component = Buttons;
}

function Buttons({ model }: SceneComponentProps<DashboardLinks>) {
  const { links, uid } = model.useState();
  return (
    <>
      {links.map((link, i) =>
        link.type === 'dashboards' ? (
          <Tagged key={i} model={model} link={link} uid={uid} />
        ) : (
          <Button key={i} model={model} link={link} title={link.title ?? ''} url={link.url ?? ''} />
        )
      )}
    </>
  );
}

interface Hit {
  uid: string;
  title: string;
  url: string;
}

function Tagged({ model, link, uid }: { model: DashboardLinks; link: LinkJson; uid: string }) {
  const asked = new URLSearchParams((link.tags ?? []).map((tag) => ['tag', tag]));
  const found = useLoaded(asked.toString(), () => getBackendSrv().get<Hit[]>(`/api/search?${asked}`));
  if (found.state !== 'ready') {
    return found.state === 'failed' ? <>{`Dashboard links: ${found.message}`}</> : null;
  }
  return (
    <>
      {found.value
        .filter((hit) => hit.uid !== uid)
        .map((hit) => (
          <Button key={hit.uid} model={model} link={link} title={hit.title} url={hit.url} />
        ))}
    </>
  );
}

function Button({ model, link, title, url }: { model: DashboardLinks; link: LinkJson; title: string; url: string }) {
  // Time and variables are in the address once they change, and with it the link is made anew.
  useLocation();
  const href = hrefOf(model, link, url);
  return (
    <LinkButton
      variant="secondary"
      icon={link.type === 'dashboards' ? 'apps' : 'external-link-alt'}
      href={href}
      target={link.targetBlank ? '_blank' : undefined}
      rel="noopener noreferrer"
      tooltip={link.tooltip || undefined}
      onClick={follow}
    >
      {sceneGraph.interpolate(model, title)}
    </LinkButton>
  );
}

/** The address with what the link takes along: the time range, the dashboard's variables where they have a value. */
export function hrefOf(model: SceneObject, link: LinkJson, url: string): string {
  const macros = [
    ...(link.keepTime ? ['${__url_time_range}'] : []),
    ...(link.includeVars ? ['${__all_variables}'] : []),
  ];
  const taken = macros.map((macro) => sceneGraph.interpolate(model, macro)).filter((text) => text !== '');
  // Grafana sanitises all of it, and so decodes what was encoded: a pattern with & or + arrives as another.
  const address = textUtil.sanitizeUrl(sceneGraph.interpolate(model, url));
  return taken.length === 0 ? address : `${address}${address.includes('?') ? '&' : '?'}${taken.join('&')}`;
}
