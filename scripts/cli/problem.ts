/** Something that a person can put right. It is shown as one line, without a stack. */
export class Problem extends Error {}

/** What a thrown thing says; of fetch's errors the cause, for they all say "fetch failed". */
export function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: NodeJS.ErrnoException };
  return cause?.message || cause?.code || message;
}

/** One line whatever the names in a profile hold. */
export function oneLine(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f]+/g, ' ').slice(0, 500);
}

/** The beginning of a body, for a message. */
export function firstLine(text: string): string {
  const [line = ''] = text.trim().split('\n');
  return line.length > 80 ? `${line.slice(0, 80)}...` : line.trim();
}
