/**
 * A pattern of pprof's as a RegExp. Go's flags at its start (`(?i)main`) are taken over; else it is read as JavaScript
 * reads it, which is the same for what people look for in names. Throws SyntaxError where it is none.
 */
export function pattern(text: string): RegExp {
  const [, flags = '', rest = text] = /^\(\?([ims]+)\)(.*)$/s.exec(text) ?? [];
  return new RegExp(rest, [...new Set(flags)].join(''));
}

/** Whether it is somewhere in the text, whatever the pattern's `lastIndex`. */
export function matches(regexp: RegExp, text: string): boolean {
  return text.search(regexp) >= 0;
}
