/**
 * Screenshots of both panels in every situation, size and theme, into .cache/gallery/:
 *   npx tsx preview/gallery/shoot.ts [panel] [scene] [WIDTHxHEIGHT]
 * PICTURES names another folder for them.
 */
import path from 'node:path';
import { buildGallery, OUT } from './build';
import { goroutineScenes } from './goroutineScenes';
import { memoryScenes } from './memoryScenes';
import { withGallery } from './serve';

const SIZES = ['1240x380', '600x300', '400x200', '250x120'];

async function main(): Promise<void> {
  const [panel, scene, size] = process.argv.slice(2);
  await buildGallery();
  await withGallery(async (host, browser) => {
    for (const theme of ['dark', 'light']) {
      const page = await browser.newPage({ viewport: { width: 1300, height: 900 }, timezoneId: 'UTC' });
      page.on('pageerror', (error) => process.stderr.write(`${error.message}\n${error.stack}\n`));
      for (const kind of panel ? [panel] : ['memory', 'goroutines']) {
        for (const one of size ? [size] : SIZES) {
          const [width = '', height = ''] = one.split('x');
          const query = new URLSearchParams({ panel: kind, width, height, theme, ...(scene ? { scene } : {}) });
          await page.goto(`${host}/?${query}`);
          await page.waitForSelector('#gallery [data-scene]');
          for (const { id, click = [] } of [...memoryScenes, ...goroutineScenes]) {
            for (const selector of click) {
              const target = page.locator(`[data-scene="${id}"] ${selector}`).first();
              if (await target.isVisible()) {
                await target.click();
              }
            }
          }
          await page.mouse.move(0, 0);
          await page.waitForTimeout(400);
          const file = `${kind}-${scene || 'all'}-${one}-${theme}.png`;
          await page.locator('#gallery').screenshot({ path: path.join(process.env.PICTURES ?? OUT, file) });
        }
      }
      await page.close();
    }
  });
}

void main();
