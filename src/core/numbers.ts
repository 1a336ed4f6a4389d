/** Sentences of the core are English, wherever they are read. */
const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** A whole number as a person reads it: `11,718`. */
export function whole(value: number): string {
  return WHOLE.format(value);
}

/** `1 goroutine`, `11,718 goroutines`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${whole(count)} ${count === 1 ? one : several}`;
}

/** `once`, `2 times`. */
export function timesText(count: number): string {
  return count === 1 ? 'once' : `${whole(count)} times`;
}
