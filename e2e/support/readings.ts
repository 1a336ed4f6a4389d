import type { Locator, Page } from '@playwright/test';

type Scope = Page | Locator;

/** The number that an element shows, exactly: panels put it beside its rounded text. */
export async function valueOf(element: Locator): Promise<number> {
  return Number(await element.getAttribute('data-value'));
}

/** The memory panel's figure of that name, in bytes, at the newest scrape. */
export function memoryValue(scope: Scope, name: string): Promise<number> {
  return valueOf(scope.getByTestId(`tidemark-memory-legend-${name}`));
}

export function goroutineRows(scope: Scope): Locator {
  return scope.getByTestId('tidemark-goroutines-row');
}

/** All counts of a goroutines panel's table added up. */
export async function sumOfRows(scope: Scope): Promise<number> {
  const values = await goroutineRows(scope).evaluateAll((rows) =>
    rows.map((row) => Number(row.getAttribute('data-value')))
  );
  return values.reduce((sum, value) => sum + value, 0);
}

/** A panel of a dashboard by its title, on both hosts. */
export function panel(page: Page, title: string): Locator {
  return page.getByTestId(`data-testid Panel header ${title}`);
}
