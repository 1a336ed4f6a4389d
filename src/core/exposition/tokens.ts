import { ExpositionError } from './error';

/** `# HELP name text`, `# TYPE name type`, `# UNIT name unit`; undefined for any other comment, `# EOF` among them. */
export function readFamilyText(
  line: string
): { keyword: 'HELP' | 'TYPE' | 'UNIT'; name: string; rest: string } | undefined {
  const match = /^#[ \t]+(HELP|TYPE|UNIT)[ \t]+([a-zA-Z_:][a-zA-Z0-9_:.]*)(?:[ \t]+(.*))?$/.exec(line);
  return match
    ? { keyword: match[1] as 'HELP' | 'TYPE' | 'UNIT', name: match[2] as string, rest: match[3] ?? '' }
    : undefined;
}

/** In help texts `\\` and `\n` are escapes. */
export function unescapeHelp(text: string): string {
  return text.replace(/\\([\\n])/g, (_, char: string) => (char === 'n' ? '\n' : char));
}

const LABEL_NAME = /[a-zA-Z_][a-zA-Z0-9_.]*/y;
const BLANK = /[ \t]*/y;

/**
 * Reads `{name="value",...}` from `text[start]`, a brace: returns the labels and where they end. In values `\\`, `\"`
 * and `\n` are escapes; a comma may follow the last label.
 */
export function parseLabels(
  text: string,
  start: number,
  line: number
): { labels: Record<string, string>; end: number } {
  const labels: Record<string, string> = {};
  let at = start + 1;
  for (;;) {
    at = skip(BLANK, text, at);
    if (text[at] === '}') {
      return { labels, end: at + 1 };
    }
    const nameEnd = skip(LABEL_NAME, text, at);
    if (nameEnd === at) {
      throw new ExpositionError(`expected a label name, found ${shown(text, at)}`, line);
    }
    const name = text.slice(at, nameEnd);
    at = skip(BLANK, text, nameEnd);
    if (text[at] !== '=') {
      throw new ExpositionError(`expected "=" after label ${name}, found ${shown(text, at)}`, line);
    }
    at = skip(BLANK, text, at + 1);
    if (text[at] !== '"') {
      throw new ExpositionError(`expected a quoted value of label ${name}, found ${shown(text, at)}`, line);
    }
    const end = closingQuote(text, at + 1, name, line);
    // Own property, whatever the label is called: `__proto__` must not reach the prototype.
    Object.defineProperty(labels, name, {
      value: unescapeValue(text.slice(at + 1, end)),
      enumerable: true,
      configurable: true,
      writable: true,
    });
    at = skip(BLANK, text, end + 1);
    if (text[at] === ',') {
      at++;
    } else if (text[at] !== '}') {
      throw new ExpositionError(`expected "," or "}" after label ${name}, found ${shown(text, at)}`, line);
    }
  }
}

function closingQuote(text: string, start: number, name: string, line: number): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\') {
      at++;
    } else if (text[at] === '"') {
      return at;
    }
  }
  throw new ExpositionError(`the value of label ${name} has no closing quote: the text is cut`, line);
}

function unescapeValue(text: string): string {
  return text.includes('\\') ? text.replace(/\\([\\"n])/g, (_, char: string) => (char === 'n' ? '\n' : char)) : text;
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function shown(text: string, at: number): string {
  return at >= text.length ? 'the end of the line: the text is cut' : JSON.stringify(text.slice(at, at + 20));
}
