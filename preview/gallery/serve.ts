import { chromium, type Browser } from '@playwright/test';
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { OUT } from './build';

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const ICONS = path.resolve('node_modules/@grafana/ui/dist/public');

/** The built gallery on loopback, and a browser, for as long as `work` runs. */
export async function withGallery(work: (host: string, browser: Browser) => Promise<void>): Promise<void> {
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
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, browser);
  } finally {
    await browser.close();
    server.close();
  }
}
