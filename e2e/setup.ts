import { request } from '@playwright/test';
import { startPreview } from '../preview/server/main';
import { buildDemoProgram, buildPlugin } from '../scripts/demo/builds';
import { prepareHost } from './support/host';

/** Builds what is stale, starts the preview unless GRAFANA_URL names a host, and puts the dashboards there. */
export default async function setup(): Promise<() => Promise<void>> {
  await buildPlugin();
  await buildDemoProgram();
  const preview = process.env.GRAFANA_URL ? undefined : await startPreview({ port: 0 });
  // Workers inherit the environment of this process.
  process.env.TIDEMARK_HOST_URL = preview?.url ?? process.env.GRAFANA_URL;

  const api = await request.newContext();
  await prepareHost(api);
  await api.dispose();
  return async () => preview?.close();
}
