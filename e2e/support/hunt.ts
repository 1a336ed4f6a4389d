import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { Demo } from './demo';
import { expect, test as base } from './fixtures';
import { panel } from './readings';

/** HUNTS=1, of `npm run pictures`: all five hunts are walked, and their pictures and readings put into docs/hunts. */
export const WRITES = Boolean(process.env.HUNTS);
const FOLDER = 'docs/hunts';
const BEGIN = '<!-- read by the walk -->';
const END = '<!-- end of what was read -->';

/** What the page showed at a step of a hunt, beside what it has to be. */
interface Reading {
  what: string;
  shown: string;
  /** From the program's /truth, `go tool pprof` or the kernel: never from the page. */
  said: string;
  by: string;
}

/** One hunt as it is walked: looks, checks, and keeps both for its page of docs/hunts. */
export class Hunt {
  private readonly readings: Reading[] = [];

  constructor(
    private readonly page: Page,
    private readonly name: string
  ) {}

  /** Opens a dashboard with its head, for a person goes on from there. `from` as in an address: `now-2m`. */
  async open(dashboard: string, datasource: string, from: string): Promise<void> {
    await this.page.goto(`/d/tidemark-${dashboard}?var-datasource=${datasource}&from=${from}&to=now&theme=dark`);
  }

  /** To another dashboard by the link in this one's head. */
  async goTo(title: string): Promise<void> {
    await this.page.getByRole('link', { name: title, exact: true }).first().click();
  }

  /** Chooses a value of a dashboard variable, by its label. */
  async choose(label: string, value: string): Promise<void> {
    await this.page.getByLabel(label, { exact: true }).first().click();
    await this.page.getByRole('option', { name: value, exact: true }).click();
  }

  /** Types into a dashboard variable that is a text, by its label. */
  async type(label: string, text: string): Promise<void> {
    const box = this.page.getByLabel(label, { exact: true }).first();
    await box.fill(text);
    await box.press('Enter');
  }

  /** Scrolls what this stands in until it is at the top, beneath a table's head; the page stays where it is. */
  async scrollToTop(target: Locator): Promise<void> {
    await target.evaluate((element: HTMLElement) => {
      let box = element.parentElement;
      while (box && (box.scrollHeight <= box.clientHeight || getComputedStyle(box).overflowY === 'visible')) {
        box = box.parentElement;
      }
      box?.scrollBy(0, element.getBoundingClientRect().top - box.getBoundingClientRect().top - 30);
    });
  }

  /** Keeps a picture of what matters, its upper `height` pixels where that is given. */
  async picture(name: string, of: Locator, height = 1000): Promise<void> {
    await of.scrollIntoViewIfNeeded();
    await this.page.mouse.move(0, 0);
    if (WRITES) {
      await this.page.waitForTimeout(500);
      const box = (await of.boundingBox())!;
      mkdirSync(path.join(FOLDER, 'img'), { recursive: true });
      await this.page.screenshot({
        path: path.join(FOLDER, 'img', `${this.name}-${name}.png`),
        clip: { ...box, height: Math.min(box.height, height) },
      });
    }
  }

  /** Asserts that the page showed what has to be there, and notes both. */
  read(what: string, shown: number, said: number, { by, within = 0, unit = count }: ReadingOptions): void {
    expect(Math.abs(shown - said), `${what}: ${shown} against ${said}`).toBeLessThanOrEqual(within * said);
    this.readings.push({ what, shown: unit(shown), said: unit(said), by });
  }

  /** Puts what was read into the hunt's page. */
  write(): void {
    const file = path.join(FOLDER, `${this.name}.md`);
    const [before, after] = [readFileSync(file, 'utf8').split(BEGIN)[0]!, readFileSync(file, 'utf8').split(END)[1]!];
    const rows = this.readings.map(({ by, said, shown, what }) => `| ${what} | ${shown} | ${said} | ${by} |`);
    const table = ['| read | on the page | there is | by |', '|---|---|---|---|', ...rows].join('\n');
    writeFileSync(file, `${before}${BEGIN}\n\n${table}\n\n${END}${after}`);
  }
}

interface ReadingOptions {
  /** Who says what there is: `/truth`, `go tool pprof -top`. */
  by: string;
  /** How far the page may be off, as a share of what there is. */
  within?: number;
  unit?: (value: number) => string;
}

const count = (value: number) => value.toLocaleString('en');
export const binary = (bytes: number) =>
  bytes < 2 ** 20 ? `${(bytes / 2 ** 10).toFixed(0)} KiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;

export const test = base.extend<{ hunt: Hunt }>({
  hunt: async ({ page }, use, testInfo) => {
    await page.setViewportSize({ width: 1200, height: 1400 });
    const hunt = new Hunt(page, path.basename(testInfo.file, '.spec.ts'));
    await use(hunt);
    if (WRITES && testInfo.status === testInfo.expectedStatus) {
      hunt.write();
    }
  },
});

export { expect };

/** Ends a case of the demo: what it leaked stays, and its counts stand still. */
export async function endCase(demo: Demo, name: string): Promise<void> {
  const answer = await fetch(`${demo.url}/cases/${name}/stop`, { method: 'POST' });
  expect(answer.ok).toBe(true);
}

/** The line of a source file that has this text, counted from 1. */
export function lineOf(file: string, text: string): number {
  const at = readFileSync(file, 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text));
  expect(at, `${text} in ${file}`).toBeGreaterThanOrEqual(0);
  return at + 1;
}

/** The rows of a table panel that have this text. */
export function rowsWith(page: Page, title: string, text: string | RegExp): Locator {
  return panel(page, title).getByRole('row').filter({ hasText: text });
}

/** `12.4 MiB`, as Grafana writes bytes, in bytes. */
export function bytesOf(text: string): number {
  const [, number, unit = ''] = /^\s*([\d.,]+)\s*(B|KiB|MiB|GiB)\s*$/.exec(text) ?? [];
  const [B, KiB, MiB, GiB] = [1, 2 ** 10, 2 ** 20, 2 ** 30];
  return Number(number?.replace(',', '')) * ({ B, KiB, MiB, GiB }[unit] ?? NaN);
}

/** `1,848` in a table. */
export function countOf(text: string): number {
  return Number(text.replace(/[^\d]/g, ''));
}
