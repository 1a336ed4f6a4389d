import { readFileSync } from 'node:fs';

// For tests. What the captures hold, read in another way than the data source reads them.

/** The bytes of a file of testdata, in an ArrayBuffer of their own. */
export function capture(path: string): Uint8Array {
  return Uint8Array.from(readFileSync(`testdata/${path}`));
}

export function captureText(path: string): string {
  return readFileSync(`testdata/${path}`, 'utf8');
}

/** The number that the pattern's group captures. */
export function numberIn(path: string, pattern: RegExp): number {
  const found = pattern.exec(captureText(path))?.[1];
  if (found === undefined) {
    throw new Error(`${path} has nothing like ${pattern}`);
  }
  return Number(found);
}

/** Goroutines as the text form of the same program's profile counts them; the captures' two forms agree. */
export function goroutinesOf(program: string): number {
  return numberIn(`captures/${program}.goroutine.d1`, /^goroutine profile: total (\d+)/);
}

export function metricOf(program: string, name: string): number {
  return numberIn(`captures/${program}.metrics`, new RegExp(`^${name} (\\S+)$`, 'm'));
}

/** The page of client_golang on a system without /proc: no process metrics. */
export function metricsWithoutRss(program: string): string {
  return captureText(`captures/${program}.metrics`).replace(/^process_.*\n/gm, '');
}

export function expvarWithoutProcess(): string {
  return captureText('vars/expvar.json').replace(/^"process": .*\n/m, '');
}
