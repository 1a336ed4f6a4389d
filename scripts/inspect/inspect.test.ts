/** @jest-environment node */
import path from 'node:path';
import { decodeCapture, profilesIn } from '../../testdata/helpers/captures';
import { inspect } from './inspect';
import type { InspectJson } from './json';
import { exactRows, pprofReports } from './pprof';

const TESTDATA = path.resolve(__dirname, '../../testdata');

/** Every profile in testdata, with each of its sample types. */
const CASES = profilesIn('captures', 'closures', 'blocked').map((name) => ({
  name,
  file: path.join(TESTDATA, name),
  types: decodeCapture(name).sampleTypes.map(({ type }) => type),
}));

describe.each(CASES)('the same as go tool pprof: $name', ({ file, types }) => {
  const reports = pprofReports(file, types);
  const all = (...args: string[]) => inspect([file, '--top', '0', ...args]);

  it.each(types)('%s', async (type) => {
    const { top, topByAddress, topByCum, topByLine, topExact, traces } = reports.get(type)!;
    expect(await all('--sample-type', type)).toBe(top);
    expect(await all('--sample-type', type, '--cum')).toBe(topByCum);
    // Not files: pprof has a row for each line that a function begins at, and calls all of them by the file.
    expect(await all('--sample-type', type, '--granularity', 'lines')).toBe(topByLine);
    expect(await all('--sample-type', type, '--granularity', 'addresses')).toBe(topByAddress);
    expect(await all('--sample-type', type, '--view', 'traces')).toBe(traces);

    const json = JSON.parse(await all('--sample-type', type, '--json')) as InspectJson;
    expect(json.top.map((row) => [row.function, row.flat, row.cum])).toEqual(exactRows(topExact));
    const total = json.totals[json.sampleTypes.findIndex((one) => one.type === type)];
    expect(sum(json.stacksTop.map(({ value }) => value))).toBe(total);
  });
});

function sum(values: ReadonlyArray<number | string>): number {
  return values.reduce<number>((a, b) => a + Number(b), 0);
}
