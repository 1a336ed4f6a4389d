import { defineConfig } from '@playwright/test';

const LONG = /suspects\.spec\.ts$|hunts\//;

/**
 * The browser tests. They run against a host's URL: the preview, which e2e/setup.ts starts, or with GRAFANA_URL a
 * Grafana server that has dist/ as its plugin folder (GRAFANA_USER and GRAFANA_PASSWORD, admin:admin unless said).
 */
export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/setup.ts',
  outputDir: 'test-results',
  // Each test waits for scrapes far more than it computes.
  workers: 3,
  fullyParallel: true,
  // Those that watch for minutes begin first, so that none of them is left alone at the end.
  projects: [
    { name: 'watching', testMatch: LONG },
    { name: 'browser', testIgnore: LONG },
  ],
  forbidOnly: Boolean(process.env.CI),
  // On a machine that others load too a scrape can be late by seconds. What needed it is listed as flaky at the end.
  retries: process.env.CI ? 1 : 0,
  timeout: 90_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? 'test-results/report.json' }]],
  use: {
    viewport: { width: 1600, height: 1000 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      // Playwright's own browsers are not downloaded: any Chromium does.
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
