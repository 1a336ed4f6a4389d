import path from 'node:path';
import type { PluginRoute } from '../plugins';
import { hasRole, isRole, type User } from '../users';

export type Match = { kind: 'route'; route: PluginRoute } | { kind: 'none' } | { kind: 'denied' };

/**
 * Which route a request takes, as Grafana decides it (pkg/api/pluginproxy/ds_proxy.go, validateRequest): in the order
 * of plugin.json, the method compared exactly, the path by prefix after both were cleaned. The first that matches
 * decides, also when it refuses. What matches none still goes to the data source's URL.
 */
export function matchRoute(routes: readonly PluginRoute[], method: string, proxyPath: string, user: User): Match {
  const asked = cleanRelativePath(proxyPath);
  for (const route of routes) {
    if (route.method && route.method !== '*' && route.method !== method) {
      continue;
    }
    if (!asked.startsWith(cleanRelativePath(route.path))) {
      continue;
    }
    // A role that Grafana does not know is no restriction there; here as well.
    const refused = route.reqRole !== undefined && isRole(route.reqRole) && !hasRole(user, route.reqRole);
    return refused ? { kind: 'denied' } : { kind: 'route', route };
  }
  return { kind: 'none' };
}

/**
 * The path without `.`, `..` and double slashes, relative to the root. Percent-encoding stays as it was sent, so
 * `..%2f` is a name like any other here and is for the target to refuse.
 */
export function cleanRelativePath(proxyPath: string): string {
  return path.posix.join('/', proxyPath).replace(/^\/+/, '').replace(/\/+$/, '');
}
