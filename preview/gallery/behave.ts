/**
 * What a person does to the panels, in Chromium: point, pin, zoom, toggle, by mouse and by keyboard; and what drawing
 * costs. Prints one line a check; exit 1 when one fails. Pictures of the tooltips go to .cache/gallery/.
 *   npx tsx preview/gallery/behave.ts
 */
import type { Page } from '@playwright/test';
import path from 'node:path';
import { buildGallery, OUT } from './build';
import { withGallery } from './serve';

let failed = 0;

function check(what: string, ok: boolean, seen: unknown): void {
  failed += ok ? 0 : 1;
  process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} ${what}: ${String(seen)}\n`);
}

async function point(page: Page, testId: string, x: number, y: number): Promise<void> {
  const box = (await page.getByTestId(testId).locator('.u-over').boundingBox())!;
  await page.mouse.move(box.x + box.width * x - 3, box.y + box.height * y);
  await page.mouse.move(box.x + box.width * x, box.y + box.height * y);
  await page.waitForTimeout(150);
}

const value = async (page: Page, testId: string) => Number(await page.getByTestId(testId).getAttribute('data-value'));

async function memory(page: Page, host: string, theme: string): Promise<void> {
  await page.goto(`${host}/?panel=memory&scene=burst&theme=${theme}`);
  const newest = await value(page, 'tidemark-memory-legend-RSS');
  check('memory: legend has the newest RSS', newest > 460 * 2 ** 20 && newest < 480 * 2 ** 20, newest);
  await point(page, 'tidemark-memory-plot', 0.1, 0.5);
  const before = await value(page, 'tidemark-memory-legend-RSS');
  check('memory: legend follows the pointer', before < 120 * 2 ** 20, before);
  await point(page, 'tidemark-memory-plot', 0.45, 0.5);
  check('memory: tooltip', await page.getByTestId('tidemark-tooltip').isVisible(), 'visible');
  await page.screenshot({
    path: path.join(OUT, `behave-memory-tooltip-${theme}.png`),
    clip: { x: 0, y: 0, width: 1270, height: 420 },
  });
  await page.mouse.move(5, 5);
  const live = page.getByTestId('tidemark-memory-legend-live');
  await live.focus();
  await page.keyboard.press('Enter');
  check(
    'memory: Enter takes a band out',
    (await live.getAttribute('aria-pressed')) === 'false',
    await live.getAttribute('aria-pressed')
  );
  await page.getByTestId('tidemark-memory-legend-residual').click();
  await page.waitForTimeout(200);
  await page.screenshot({
    path: path.join(OUT, `behave-memory-toggled-${theme}.png`),
    clip: { x: 0, y: 0, width: 1270, height: 420 },
  });
  const box = (await page.getByTestId('tidemark-memory-plot').locator('.u-over').boundingBox())!;
  await page.mouse.move(box.x + 100, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + 300, box.y + 60, { steps: 4 });
  await page.mouse.up();
  const zoomed = await page.evaluate(() => (window as unknown as { zoomed?: { from: number; to: number } }).zoomed);
  check('memory: drag zooms', zoomed !== undefined && zoomed.to > zoomed.from, JSON.stringify(zoomed));
  await page.waitForTimeout(200);
  check(
    'memory: a drag does not pin',
    (await page.getByTestId('tidemark-tooltip').getByRole('button').count()) === 0,
    'no close button'
  );
}

async function memoryVerdict(page: Page, host: string, theme: string): Promise<void> {
  await page.goto(`${host}/?panel=memory&scene=leak-verdict&theme=${theme}&height=560`);
  const verdict = page.getByTestId('tidemark-verdict');
  check('verdict: says how bad it is', (await verdict.getAttribute('data-verdict')) === 'critical', 'critical');
  const plot = page.getByTestId('tidemark-memory-plot');
  const height = (await plot.boundingBox())!.height;
  await page.getByTestId('tidemark-findings-more').press('Enter');
  const findings = await page.getByTestId('tidemark-finding').count();
  check('verdict: unfolds to all findings', findings === 3, findings);
  const panel = (await page.getByTestId('tidemark-memory').boundingBox())!;
  const drawn = (await plot.boundingBox())!;
  check(
    'verdict: the picture stays, and in the panel',
    drawn.y + drawn.height <= panel.y + panel.height + 0.5 && drawn.height > 0.3 * height,
    `${Math.round(drawn.height)} of ${Math.round(height)} px`
  );
  await page.screenshot({
    path: path.join(OUT, `behave-memory-findings-${theme}.png`),
    clip: { x: 0, y: 0, width: 1270, height: 590 },
  });
}

async function memoryViews(page: Page, host: string, theme: string): Promise<void> {
  await page.goto(`${host}/?panel=memory&scene=burst&theme=${theme}`);
  const live = page.getByTestId('tidemark-memory-legend-live');
  await page.getByRole('radio', { name: 'Share' }).check();
  const share = await live.innerText();
  check('views: shares in the legend', /\d\s%$/.test(share), share.replaceAll('\n', ' '));
  await live.click({ modifiers: ['Control'] });
  const pressed = await page.locator('[data-testid^="tidemark-memory-legend-"][aria-pressed="true"]').count();
  check('views: Ctrl and click shows one area alone', pressed === 4, `${pressed} shown, 3 of them lines`);
  await page.getByRole('radio', { name: 'Waterfall' }).check();
  const step = page.getByTestId('tidemark-memory-step-live');
  const newest = Number(await step.getAttribute('data-value'));
  await point(page, 'tidemark-memory-plot', 0.35, 0.5);
  const then = Number(await step.getAttribute('data-value'));
  check('views: the waterfall follows the strip', then > 4 * newest, `${newest} then ${then}`);
  await page.screenshot({
    path: path.join(OUT, `behave-memory-waterfall-${theme}.png`),
    clip: { x: 0, y: 0, width: 1270, height: 420 },
  });
  await page.mouse.move(5, 5);
}

/** Zooms in and shifts the window step by step, as a person pans. */
async function panning(page: Page, host: string, panel: string, scene: string, options = {}): Promise<void> {
  await page.goto(`${host}/?panel=${panel}&scene=${scene}&options=${JSON.stringify(options)}`);
  await page.waitForTimeout(1500);
  const drawing = () => page.locator('.uplot canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const before = await drawing();
  const tasks = await page.evaluate(async () => {
    const seen: number[] = [];
    new PerformanceObserver((list) =>
      seen.push(...list.getEntries().map(({ duration }) => Math.round(duration)))
    ).observe({ type: 'longtask' });
    const { pan } = window as unknown as { pan: (shareOfWindow: number, zoom: number) => void };
    pan(-0.1, 0.6);
    for (let step = 0; step < 20; step++) {
      await new Promise((done) => setTimeout(done, 100));
      pan(step < 10 ? -0.05 : 0.05, 1);
    }
    await new Promise((done) => setTimeout(done, 300));
    return seen;
  });
  check(`${panel}/${scene}: panning draws anew`, (await drawing()) !== before, 'drawn otherwise');
  check(`${panel}/${scene}: pans with no task over 50 ms`, tasks.length === 0, `long tasks ${JSON.stringify(tasks)}`);
}

async function goroutines(page: Page, host: string, theme: string): Promise<void> {
  await page.goto(`${host}/?panel=goroutines&scene=leak&theme=${theme}`);
  const total = await value(page, 'tidemark-goroutines-total');
  const rows = page.getByTestId('tidemark-goroutines-row');
  const values = await rows.evaluateAll((found) => found.map((row) => Number(row.getAttribute('data-value'))));
  check(
    'goroutines: rows add up to the total',
    values.reduce((a, b) => a + b) === total,
    `${values.join('+')} = ${total}`
  );
  await point(page, 'tidemark-goroutines-plot', 0.97, 0.75);
  const text = await page.getByTestId('tidemark-tooltip').innerText();
  check(
    'goroutines: tooltip has the stack',
    text.includes('catalog.(*Client).Lookup') && text.includes('more'),
    text.slice(0, 60).replaceAll('\n', ' ')
  );
  await page.waitForTimeout(200);
  await page.screenshot({
    path: path.join(OUT, `behave-goroutines-tooltip-${theme}.png`),
    clip: { x: 0, y: 0, width: 1270, height: 700 },
  });
  const box = (await page.getByTestId('tidemark-goroutines-plot').locator('.u-over').boundingBox())!;
  await page.mouse.click(box.x + box.width * 0.97, box.y + box.height * 0.75);
  await page.mouse.move(5, 5);
  await page.waitForTimeout(200);
  const pinned = await page.getByTestId('tidemark-tooltip').innerText();
  check('goroutines: a click pins, with all frames', pinned.includes('runtime.goexit'), pinned.split('\n').length);
  await page.keyboard.press('Escape');
  await page.waitForTimeout(200);
  check('goroutines: Escape lets go', (await page.getByTestId('tidemark-tooltip').count()) === 0, 'gone');
  await rows.nth(1).hover();
  await page.waitForTimeout(200);
  await page.screenshot({
    path: path.join(OUT, `behave-goroutines-row-${theme}.png`),
    clip: { x: 0, y: 0, width: 1270, height: 420 },
  });
  await rows.nth(1).click();
  check('goroutines: a click shows one alone', (await rows.nth(1).getAttribute('aria-pressed')) === 'true', 'pressed');
  await page.mouse.move(5, 5);
  await page.waitForTimeout(200);
  await page.screenshot({
    path: path.join(OUT, `behave-goroutines-alone-${theme}.png`),
    clip: { x: 0, y: 0, width: 1270, height: 420 },
  });
  await page.locator('.uplot').focus();
  await page.keyboard.press('ArrowLeft', { delay: 300 });
  check('goroutines: arrow keys move the crosshair', await page.getByTestId('tidemark-tooltip').isVisible(), 'tooltip');
}

async function suspects(page: Page, host: string, theme: string): Promise<void> {
  await page.goto(`${host}/?panel=goroutines&scene=suspects&theme=${theme}&height=720`);
  const rows = page.getByTestId('tidemark-suspect');
  const drawing = () => page.locator('.uplot canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  await page.waitForTimeout(300);
  const before = await drawing();
  await rows.nth(1).hover();
  await page.waitForTimeout(200);
  check('suspects: a row points at its area', (await drawing()) !== before, 'drawn otherwise');
  await page.screenshot({
    path: path.join(OUT, `behave-suspects-row-${theme}.png`),
    clip: { x: 0, y: 0, width: 1270, height: 745 },
  });
  await page.mouse.move(5, 5);
  await page.waitForTimeout(200);
  check('suspects: and lets go of it', (await drawing()) === before, 'as before');
  await point(page, 'tidemark-goroutines-plot', 0.9, 0.6);
  const then = await page.getByRole('columnheader', { name: 'Then' }).count();
  check('suspects: the table follows the pointer', then === 1, `${then} column "Then"`);
  const text = await page.getByTestId('tidemark-tooltip').innerText();
  check('suspects: tooltip has the leading stack', text.includes('catalog.(*Client).Lookup'), text.split('\n')[1]);
  await page.mouse.move(5, 5);
  const name = rows.first().getByRole('button', { name: 'catalog.(*Client).Lookup', exact: true });
  await name.click();
  const value = () => new URL(page.url()).searchParams.get('var-stack');
  check('suspects: a click sets the variable', value()?.includes('\\(\\*Client\\)\\.Lookup') === true, value());
  await name.press('Enter');
  check('suspects: Enter empties it', value() === '', JSON.stringify(value()));
  const plot = page.getByTestId('tidemark-goroutines-plot');
  const height = (await plot.boundingBox())!.height;
  await rows
    .first()
    .getByRole('button', { name: /^Stacks/ })
    .press('Enter');
  const shown = await page.getByTestId('tidemark-suspect-member').count();
  check('suspects: a row unfolds to its stacks', shown === 3, shown);
  const panel = (await page.getByTestId('tidemark-goroutines').boundingBox())!;
  const table = (await page.getByTestId('tidemark-suspects').boundingBox())!;
  check(
    'suspects: the table scrolls inside the panel',
    table.y + table.height <= panel.y + panel.height + 0.5 && (await plot.boundingBox())!.height > 0.3 * height,
    `${Math.round(table.height)} of ${Math.round(panel.height)} px`
  );
}

/** A frame every 300 ms for 3 s: long tasks, and whether the plot was rebuilt. */
async function streaming(page: Page, host: string, panel: string, scene: string): Promise<void> {
  await page.goto(`${host}/?panel=${panel}&scene=${scene}&stream=300`);
  await page.waitForTimeout(1500);
  const seen = await page.evaluate(async () => {
    const root = document.querySelector('.uplot');
    const tasks: number[] = [];
    new PerformanceObserver((list) =>
      tasks.push(...list.getEntries().map(({ duration }) => Math.round(duration)))
    ).observe({ type: 'longtask' });
    await new Promise((done) => setTimeout(done, 3000));
    return {
      tasks,
      same: root === document.querySelector('.uplot'),
      drawn: document.querySelectorAll('canvas').length,
    };
  });
  check(`${panel}/${scene}: streams without a new plot`, seen.same, seen.same);
  check(`${panel}/${scene}: no task over 50 ms`, seen.tasks.length === 0, `long tasks ${JSON.stringify(seen.tasks)}`);
}

async function main(): Promise<void> {
  await buildGallery();
  await withGallery(async (host, browser) => {
    const page = await browser.newPage({ viewport: { width: 1300, height: 900 }, timezoneId: 'UTC' });
    page.on('pageerror', (error) => check('no page error', false, error.stack));
    for (const theme of ['dark', 'light']) {
      await memory(page, host, theme);
      await memoryVerdict(page, host, theme);
      await memoryViews(page, host, theme);
      await goroutines(page, host, theme);
      await suspects(page, host, theme);
    }
    await streaming(page, host, 'memory', 'big');
    await panning(page, host, 'memory', 'big');
    await panning(page, host, 'memory', 'big', { view: 'share', gcMarks: 'always' });
    await streaming(page, host, 'goroutines', 'big');
    await streaming(page, host, 'goroutines', 'suspects-many');
  });
  process.exitCode = failed > 0 ? 1 : 0;
}

void main();
