import { test as base, expect, type Page } from '@playwright/test';
import { Demo } from './demo';
import { addDataSource, ADMIN, hostUrl, removeDataSource } from './host';

interface Fixtures {
  /** Starts demo programs; they end with the test. */
  startDemo: (flags?: string[], env?: Record<string, string>) => Promise<Demo>;
  /** Adds a data source to the host; it goes with the test. Gives its uid. */
  addTarget: (url: string, jsonData?: Record<string, unknown>) => Promise<string>;
  /** What the browser's console said in red. A test that expects something there empties it. */
  consoleErrors: string[];
}

export const test = base.extend<Fixtures>({
  context: async ({ browser }, use) => {
    const context = await browser.newContext({ baseURL: hostUrl(), viewport: { width: 1600, height: 1000 } });
    await context.request.post('/login', { data: ADMIN });
    await use(context);
    await context.close();
  },

  startDemo: async ({}, use) => {
    const demos: Demo[] = [];
    await use(async (flags, env) => {
      const demo = await Demo.start(flags, env);
      demos.push(demo);
      return demo;
    });
    await Promise.all(demos.map((demo) => demo.stop()));
  },

  addTarget: async ({ request }, use, testInfo) => {
    const uids: string[] = [];
    const name = testInfo.title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 24);
    await use(async (url, jsonData) => {
      const uid = await addDataSource(request, { name, url, jsonData });
      uids.push(uid);
      return uid;
    });
    await Promise.all(uids.map((uid) => removeDataSource(request, uid)));
  },

  consoleErrors: async ({ page }, use) => {
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(String(error)));
    await use(errors);
  },
});

export { expect };

/** Opens a dashboard on one data source. */
export async function openDashboard(
  page: Page,
  uid: string,
  datasource: string,
  { theme = 'dark', from = 'now-5m' }: { theme?: 'dark' | 'light'; from?: string } = {}
): Promise<void> {
  await page.goto(`/d/${uid}?var-datasource=${datasource}&from=${from}&to=now&theme=${theme}&kiosk`);
}
