import { idText } from '../../src/core/profile/ids';
import { sampleLabels, type Label } from '../../src/core/profile/labels';
import { sampleValue, type Profile } from '../../src/core/profile/profile';

/** A profile in the form of `go tool pprof -raw`, with every field that that prints, to compare with the goldens. */
export function rawText(profile: Profile): string {
  const { periodType, sampleTypes } = profile;
  const lines = profile.comments.map((comment) => `Comment: ${comment}`);
  if (profile.docUrl) {
    lines.push(`Doc: ${profile.docUrl}`);
  }
  if (periodType) {
    lines.push(`PeriodType: ${periodType.type} ${periodType.unit}`);
  }
  lines.push(`Period: ${profile.period}`);
  if (profile.timeNanos !== 0n) {
    lines.push(`Time: ${timeText(profile.timeNanos)}`);
  }
  const isDefault = (type: string) => (type === profile.defaultSampleType ? '[dflt]' : '');
  lines.push('Samples:', sampleTypes.map(({ type, unit }) => `${type}/${unit}${isDefault(type)}`).join(' '));
  for (let sample = 0; sample < profile.samples.length; sample++) {
    lines.push(...sampleLines(profile, sample));
  }
  lines.push('Locations');
  for (let location = 0; location < profile.locations.length; location++) {
    lines.push(...locationLines(profile, location));
  }
  lines.push('Mappings');
  for (const mapping of profile.mappings) {
    const { buildId, fileOffset, filename, id, memoryLimit, memoryStart } = mapping;
    const bits = [
      mapping.hasFunctions ? '[FN]' : '',
      mapping.hasFilenames ? '[FL]' : '',
      mapping.hasLineNumbers ? '[LN]' : '',
      mapping.hasInlineFrames ? '[IN]' : '',
    ].join('');
    lines.push(`${id}: ${hex(memoryStart)}/${hex(memoryLimit)}/${hex(fileOffset)} ${filename} ${buildId} ${bits}`);
  }
  return `${lines.join('\n')}\n`;
}

function sampleLines(profile: Profile, sample: number): string[] {
  const values = profile.sampleTypes.map((_, type) => ` ${String(sampleValue(profile, sample, type)).padStart(10)}`);
  const rows = profile.stacks.locationsOf(profile.samples.stack[sample] ?? NaN);
  const ids = Array.from(rows, (row) => `${locationId(profile, row)} `);
  const labels = sampleLabels(profile, sample);
  const indent = ' '.repeat(16);
  const strings = labels.filter(({ str }) => str !== undefined);
  const numbers = labels.filter(({ str }) => str === undefined);
  return [
    `${values.join('')}: ${ids.join('')}`,
    ...(strings.length > 0 ? [indent + grouped(strings, ({ str }) => str ?? '')] : []),
    ...(numbers.length > 0 ? [indent + grouped(numbers, ({ num, numUnit }) => [num, numUnit].join(' ').trim())] : []),
  ];
}

/** Labels by key, as Go prints a map of slices: `key:[a b]`, keys in order. */
function grouped(labels: Label[], text: (label: Label) => string): string {
  const byKey = new Map<string, string[]>();
  for (const label of labels) {
    byKey.set(label.key, [...(byKey.get(label.key) ?? []), text(label)]);
  }
  return [...byKey]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, texts]) => `${key}:[${texts.join(' ')}]`)
    .join(' ');
}

function locationLines(profile: Profile, row: number): string[] {
  const { locations, mappings } = profile;
  const mapping = mappings[locations.mapping[row] ?? -1];
  const address = (BigInt(locations.addressHi[row] ?? 0) << 32n) | BigInt(locations.addressLo[row] ?? 0);
  const head = `${locationId(profile, row).padStart(6)}: ${hex(address)} ${mapping ? `M=${mapping.id} ` : ''}`;
  const lines: string[] = [];
  for (let line = locations.lineStart[row] ?? 0; line < (locations.lineStart[row + 1] ?? 0); line++) {
    lines.push((lines.length === 0 ? head : ' '.repeat(13)) + lineText(profile, line));
  }
  return lines.length === 0 ? [head] : lines;
}

/** With the column 0, and a system name that is the name: Go knows no other, and a profile as columns does not keep them. */
function lineText({ functions, lines, strings }: Profile, line: number): string {
  const row = lines.function[line] ?? -1;
  if (row < 0) {
    return '??';
  }
  const name = strings.get(functions.name[row] ?? 0);
  const filename = strings.get(functions.filename[row] ?? 0);
  return `${name} ${filename}:${lines.line[line]}:0 s=${functions.startLine[row]}`;
}

function locationId({ locations }: Profile, row: number): string {
  return idText(locations.idLo[row] ?? 0, locations.idHi[row] ?? 0);
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}

/** As Go prints a time.Time in UTC: nanoseconds without trailing zeros. */
function timeText(nanos: bigint): string {
  const seconds = new Date(Number(nanos / 1_000_000_000n) * 1000).toISOString();
  const fraction = String(nanos % 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return `${seconds.slice(0, 10)} ${seconds.slice(11, 19)}${fraction && `.${fraction}`} +0000 UTC`;
}
