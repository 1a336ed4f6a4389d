import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, asString, isRecord, readJson, sendJson } from './http';
import { hasRole, type User } from './users';

type Dashboard = Record<string, unknown>;

/** Dashboards by uid: the provisioned ones are read anew on each visit, those that were posted live in memory. */
export class DashboardStore {
  private readonly posted = new Map<string, Dashboard>();
  private nextId = 1000;

  constructor(private readonly folders: readonly string[]) {}

  list(): Dashboard[] {
    const provisioned = this.folders.flatMap(jsonFiles).map((file, i) => {
      const dashboard: unknown = JSON.parse(readFileSync(file, 'utf8'));
      if (!isRecord(dashboard) || !asString(dashboard.uid)) {
        throw new Error(`${file}: not a dashboard with a uid`);
      }
      return { ...dashboard, id: i + 1, version: 1 };
    });
    return [...provisioned, ...this.posted.values()];
  }

  find(uid: string): Dashboard | undefined {
    return this.list().find((dashboard) => dashboard.uid === uid);
  }

  isProvisioned(uid: string): boolean {
    return !this.posted.has(uid) && this.find(uid) !== undefined;
  }

  save(dashboard: Dashboard): Dashboard {
    const uid = asString(dashboard.uid) || `preview-${this.nextId}`;
    const known = this.posted.get(uid);
    const saved = { ...dashboard, uid, id: known?.id ?? this.nextId++, version: Number(known?.version ?? 0) + 1 };
    this.posted.set(uid, saved);
    return saved;
  }

  remove(uid: string): Dashboard {
    const known = this.posted.get(uid);
    if (!known) {
      throw new ApiError(404, 'Dashboard not found');
    }
    this.posted.delete(uid);
    return known;
  }
}

function jsonFiles(folder: string): string[] {
  if (!existsSync(folder)) {
    return [];
  }
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => path.join(folder, name));
}

export async function serveDashboardApi(
  store: DashboardStore,
  user: User,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL
): Promise<boolean> {
  if (url.pathname === '/api/search') {
    const wanted = (url.searchParams.get('query') ?? '').toLowerCase();
    const tags = url.searchParams.getAll('tag');
    const hits = store.list().map(toHit);
    sendJson(
      res,
      200,
      hits.filter((hit) => hit.title.toLowerCase().includes(wanted) && tags.every((tag) => hit.tags.includes(tag)))
    );
    return true;
  }
  if (url.pathname === '/api/dashboards/db' && req.method === 'POST') {
    requireEditor(user);
    const { dashboard } = await readJson(req);
    if (!isRecord(dashboard) || !asString(dashboard.title)) {
      throw new ApiError(400, 'Dashboard title cannot be empty');
    }
    if (store.isProvisioned(asString(dashboard.uid) ?? '')) {
      throw new ApiError(400, 'Cannot save provisioned dashboard');
    }
    const saved = store.save(dashboard);
    sendJson(res, 200, {
      id: saved.id,
      uid: saved.uid,
      url: urlOf(saved),
      status: 'success',
      version: saved.version,
      slug: slugOf(saved),
    });
    return true;
  }
  const uid = /^\/api\/dashboards\/uid\/([^/]+)$/.exec(url.pathname)?.[1];
  if (uid === undefined) {
    return false;
  }
  if (req.method === 'DELETE') {
    requireEditor(user);
    const removed = store.remove(uid);
    sendJson(res, 200, { message: `Dashboard ${String(removed.title)} deleted`, title: removed.title, uid });
    return true;
  }
  const dashboard = store.find(uid);
  if (!dashboard) {
    throw new ApiError(404, 'Dashboard not found');
  }
  sendJson(res, 200, {
    dashboard,
    meta: {
      url: urlOf(dashboard),
      slug: slugOf(dashboard),
      type: 'db',
      provisioned: store.isProvisioned(uid),
      canEdit: true,
      canSave: true,
    },
  });
  return true;
}

function requireEditor(user: User): void {
  if (!hasRole(user, 'Editor')) {
    throw new ApiError(403, "You'll need additional permissions to perform this action.");
  }
}

function toHit(dashboard: Dashboard) {
  return {
    id: dashboard.id,
    uid: String(dashboard.uid),
    title: String(dashboard.title),
    uri: `db/${slugOf(dashboard)}`,
    url: urlOf(dashboard),
    type: 'dash-db',
    tags: Array.isArray(dashboard.tags) ? dashboard.tags : [],
    isStarred: false,
  };
}

function urlOf(dashboard: Dashboard): string {
  return `/d/${String(dashboard.uid)}/${slugOf(dashboard)}`;
}

function slugOf(dashboard: Dashboard): string {
  return String(dashboard.title)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
