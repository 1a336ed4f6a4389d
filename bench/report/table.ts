/**
 * A table as Markdown with its columns padded, so that it reads well in a terminal too. The first column is text, the
 * others are set to the right.
 */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((cells) => (cells[column] ?? '').length))
  );
  const line = (cells: readonly string[]) =>
    `| ${widths
      .map((width, column) => {
        const cell = cells[column] ?? '';
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** Two significant digits and a unit's worth of sense: 0.042, 4.2, 42, 420. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) {
    return '–';
  }
  if (value === 0) {
    return '0';
  }
  // Of the rounded value: 9.96 is 10, not 10.0.
  const digits = Math.max(0, 1 - Math.floor(Math.log10(Math.abs(Number(value.toPrecision(2))))));
  return value.toFixed(Math.min(digits, 4));
}

/** 2,000 as 2k; only ever beside the exact figures of the JSON. */
export function count(value: number): string {
  return value >= 1000 ? `${figure(value / 1000)}k` : String(value);
}

export function megabytes(bytes: number): string {
  return figure(bytes / 1e6);
}
