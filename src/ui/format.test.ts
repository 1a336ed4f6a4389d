import { createTheme, FieldType, getDisplayProcessor, type Field } from '@grafana/data';
import { parseBytes } from './bytes';
import {
  clock,
  count,
  duration,
  figureOf,
  fixed,
  memory,
  minuteClock,
  percent,
  shortCount,
  signed,
  THIN,
  tickFigureOf,
  wireBytes,
} from './format';

const theme = createTheme();
const MIB = 1024 * 1024;

function bytes(config: Field['config'] = { unit: 'bytes' }): Field {
  const field: Field = { name: 'RSS', type: FieldType.number, config, values: [] };
  return { ...field, display: getDisplayProcessor({ field, theme }) };
}

describe('figures', () => {
  const figure = figureOf(bytes(), theme, 'bytes');

  it.each([
    [468.4 * MIB, `468${THIN}MiB`],
    [8.06 * MIB, `8.1${THIN}MiB`],
    [8 * MIB, `8${THIN}MiB`],
    [0, `0${THIN}B`],
    [-12.3 * MIB, `−12${THIN}MiB`],
    [1.27 * 1024 * MIB, `1.3${THIN}GiB`],
  ])('writes %d without decimals that are noise', (value, text) => {
    expect(figure(value)).toBe(text);
  });

  it('follows unit and decimals of the field config', () => {
    expect(figureOf(bytes({ unit: 'decbytes', decimals: 2 }), theme, 'bytes')(468.4e6)).toBe(`468.40${THIN}MB`);
  });

  it('falls back to its own unit where the field has none', () => {
    expect(figureOf(bytes({}), theme, 'bytes')(2 * MIB)).toBe(`2${THIN}MiB`);
  });

  it('keeps on an axis what tells two ticks apart', () => {
    const tick = tickFigureOf(bytes(), theme, 'bytes');
    expect([0, 512 * MIB, 1024 * MIB, 1280 * MIB].map(tick)).toEqual([
      '0',
      `512${THIN}MiB`,
      `1${THIN}GiB`,
      `1.25${THIN}GiB`,
    ]);
  });

  it('signs changes', () => {
    expect([signed(figure, 12 * MIB), signed(figure, -12 * MIB), signed(figure, 0)]).toEqual([
      `+12${THIN}MiB`,
      `−12${THIN}MiB`,
      '±0',
    ]);
  });
});

it('groups counts as the locale does', () => {
  expect(count(2340, 'en-US')).toBe('2,340');
  expect(count(2340, 'de-DE')).toBe('2.340');
  expect([999, 2340, 123_456, 2_500_000].map((value) => shortCount(value, 'en-US'))).toEqual([
    '999',
    `2.3${THIN}k`,
    `123${THIN}k`,
    `2.5${THIN}M`,
  ]);
});

it('writes shares, durations, wire sizes and moments', () => {
  expect([percent(388, 468), percent(1, 1000), percent(-30, 100), percent(0, 9)]).toEqual([
    `83${THIN}%`,
    `<1${THIN}%`,
    `−30${THIN}%`,
    `0${THIN}%`,
  ]);
  expect([12, 2000, 15_000, 300_000].map(duration)).toEqual([`12${THIN}ms`, `2${THIN}s`, `15${THIN}s`, `5${THIN}min`]);
  const spans = [
    999.6, 4240, 9960, 36_400, 79_800, 119_700, 295_000, 1_096_200, 7_170_000, 12_000_000, 172_000_000, 3e8,
  ];
  expect(spans.map((ms) => duration(ms).replace(THIN, ' '))).toEqual([
    '1 s',
    '4.2 s',
    '10 s',
    '36 s',
    '80 s',
    '2 min',
    '4.9 min',
    '18 min',
    '2 h',
    '3.3 h',
    '2 days',
    '3.5 days',
  ]);
  expect([8200, 912, 45_600].map(wireBytes)).toEqual([`8.2${THIN}kB`, `912${THIN}B`, `46${THIN}kB`]);
  const time = Date.UTC(2026, 9, 1, 14, 0, 15);
  expect([clock(time, 'utc', 60_000), clock(time, 'utc', 7 * 86_400_000)]).toEqual(['14:00:15', '10-01 14:00']);
});

it('writes figures in the decimals asked for, without a minus before nothing', () => {
  expect([fixed(12.34, 1), fixed(-0.26, 1), fixed(-0.04, 1), fixed(1234.5, 0)]).toEqual([
    '12.3',
    '−0.3',
    '0.0',
    '1,235',
  ]);
});

it('writes memory in powers of 1024, and moments to the minute', () => {
  expect([512, 1536, 38 * 1024, 5 * MIB].map(memory)).toEqual([
    `512${THIN}B`,
    `1.5${THIN}KiB`,
    `38${THIN}KiB`,
    `5${THIN}MiB`,
  ]);
  const time = Date.UTC(2026, 9, 1, 14, 0, 15);
  expect([60_000, 7 * 86_400_000].map((span) => minuteClock(time, 'utc', span))).toEqual(['14:00', '10-01 14:00']);
});

it('reads limits as people write them', () => {
  expect(['512MiB', '512Mi', '0.5 GiB', '536870912', '500MB'].map(parseBytes)).toEqual([
    512 * MIB,
    512 * MIB,
    512 * MIB,
    512 * MIB,
    500e6,
  ]);
  expect(['', '$limit', '-3', '512 apples', '0'].map(parseBytes)).toEqual(Array(5).fill(undefined));
});
