/**
 * Screenshots of both panels in every situation, size and theme, into .cache/gallery/:
 *   npx tsx preview/gallery/shoot.ts [panel] [scene] [WIDTHxHEIGHT]
 */
import { chromium } from '@playwright/test';
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { buildGallery, OUT } from './build';

const SIZES = ['1240x380', '600x300', '400x200', '250x120'];
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const ICONS = path.resolve('node_modules/@grafana/ui/dist/public');

async function main(): Promise<void> {
  const [panel, scene, size] = process.argv.slice(2);
  await buildGallery();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = pathname.startsWith('/public/')
      ? path.join(ICONS, pathname.slice('/public/'.length).replace(/^build\//, ''))
      : path.join(OUT, pathname === '/' ? 'index.html' : pathname);
    if (!existsSync(file) || file.includes('..')) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('Content-Type', TYPES[path.extname(file)] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  try {
    for (const theme of ['dark', 'light']) {
      const page = await browser.newPage({ viewport: { width: 1300, height: 900 }, timezoneId: 'UTC' });
      page.on('pageerror', (error) => process.stderr.write(`${error.message}\n${error.stack}\n`));
      page.on('console', (message) => message.type() === 'error' && process.stderr.write(`${message.text()}\n`));
      for (const kind of panel ? [panel] : ['memory', 'goroutines']) {
        for (const one of size ? [size] : SIZES) {
          const [width, height] = one.split('x');
          const query = new URLSearchParams({
            panel: kind,
            width: width!,
            height: height!,
            theme,
            ...(scene ? { scene } : {}),
          });
          await page.goto(`${host}/?${query}`);
          await page.waitForSelector('#gallery [data-scene]');
          await page.waitForTimeout(500);
          await page
            .locator('#gallery')
            .screenshot({ path: path.join(OUT, `${kind}-${scene ?? 'all'}-${one}-${theme}.png`) });
        }
      }
      await page.close();
    }
  } finally {
    await browser.close();
    server.close();
  }
}

void main();
