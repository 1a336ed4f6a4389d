/** A text that is not the memory source that it was asked to be. The message says what was expected and what came. */
export class MemoryParseError extends Error {
  override readonly name = 'MemoryParseError';

  constructor(
    readonly expected: string,
    readonly found: string
  ) {
    super(`expected ${expected}, found ${found}`);
  }
}

/** What a text looks like, for an error: `an HTML page ("<!DOCTYPE html>...")`, `nothing`. */
export function describeText(text: string): string {
  const start = text.trimStart();
  if (start === '') {
    return 'an empty answer';
  }
  const beginning = JSON.stringify(start.slice(0, 60) + (start.length > 60 ? '...' : ''));
  return /^<(?:!doctype|html|head|body|\?xml)/i.test(start) ? `an HTML page (${beginning})` : beginning;
}
