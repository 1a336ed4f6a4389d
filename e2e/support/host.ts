import type { APIRequestContext } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { basicAuth } from './auth';

/** The host under test: the preview or a Grafana. Both speak the part of Grafana's HTTP API that is used here. */
export const hostUrl = () => process.env.TIDEMARK_HOST_URL ?? 'http://127.0.0.1:3000';
export const isGrafana = () => Boolean(process.env.GRAFANA_URL);

export const ADMIN = { user: process.env.GRAFANA_USER ?? 'admin', password: process.env.GRAFANA_PASSWORD ?? 'admin' };
export const VIEWER = { user: 'viewer', password: 'viewer' };

export const DASHBOARDS = ['goroutines', 'memory'] as const;

interface DataSource {
  name: string;
  url: string;
  jsonData?: Record<string, unknown>;
  /** Tidemark’s own unless said. */
  type?: string;
}

const asAdmin = { headers: basicAuth(ADMIN) };

/** The shipped dashboards and a Viewer, where the host does not have them yet. */
export async function prepareHost(api: APIRequestContext): Promise<void> {
  for (const name of DASHBOARDS) {
    const known = await api.get(`${hostUrl()}/api/dashboards/uid/tidemark-${name}`, asAdmin);
    if (!known.ok()) {
      await putDashboard(api, JSON.parse(readFileSync(`src/dashboards/${name}.json`, 'utf8')));
    }
  }
  if (isGrafana()) {
    // 412: the user is there from an earlier run.
    const { user: login, password } = VIEWER;
    await api.post(`${hostUrl()}/api/admin/users`, { ...asAdmin, data: { login, password, name: login } });
  }
}

/** @returns the dashboard's uid */
export async function putDashboard(api: APIRequestContext, dashboard: { uid: string }): Promise<string> {
  const answer = await api.post(`${hostUrl()}/api/dashboards/db`, {
    ...asAdmin,
    data: { dashboard: { ...dashboard, id: null }, overwrite: true },
  });
  if (!answer.ok()) {
    throw new Error(`the host took no dashboard: ${answer.status()} ${await answer.text()}`);
  }
  return dashboard.uid;
}

/** A data source of the test's own. @returns its uid */
export async function addDataSource(
  api: APIRequestContext,
  { name, url, jsonData, type }: DataSource
): Promise<string> {
  const uid = `e2e-${name}-${Math.random().toString(36).slice(2, 8)}`;
  const answer = await api.post(`${hostUrl()}/api/datasources`, {
    ...asAdmin,
    data: {
      uid,
      name: uid,
      type: type ?? 'tidemark-pprof-datasource',
      access: 'proxy',
      url,
      // All of its time: tests wait for scrapes, and how dear one is on a busy machine must not decide when it comes.
      // And deploys that another test posts to the same host are not its own.
      jsonData: { scrapeIntervalSeconds: 1, costBudgetPercent: 100, deployTags: ['nobody posts this'], ...jsonData },
    },
  });
  if (!answer.ok()) {
    throw new Error(`the host took no data source: ${answer.status()} ${await answer.text()}`);
  }
  return uid;
}

export async function removeDataSource(api: APIRequestContext, uid: string): Promise<void> {
  await api.delete(`${hostUrl()}/api/datasources/uid/${uid}`, asAdmin);
}
