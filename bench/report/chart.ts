import { GO, TITLES } from '../subjects';
import type { Column, Row } from './report';
import { figure } from './table';

/** Mid tones that stand off white and black alike; of Okabe and Ito's palette for all kinds of colour vision. */
const SERIES: ReadonlyArray<{ column: Column; colour: string }> = [
  { column: 'pprof-format', colour: '#0072b2' },
  { column: 'protobufjs-static', colour: '#d55e00' },
  { column: 'protobuf-es', colour: '#cc79a7' },
  { column: GO, colour: '#009e73' },
];

const WIDTH = 760;
const LEFT = 170;
const RIGHT = 46;
const TOP = 62;
const BAR = 11;
const GAP = 14;

/** Bars of how many times our time each rival takes, input by input, as an SVG for light and dark pages. */
export function chart(rows: readonly Row[]): string {
  const shown = rows.filter(({ shape }) => shape !== 'small');
  const multiple = ({ workMs }: Row, column: Column) => (workMs[column] ?? 0) / (workMs.tidemark ?? NaN);
  const longest = Math.max(1, ...shown.flatMap((row) => SERIES.map(({ column }) => multiple(row, column))));
  const ticks = ticksTo(longest);
  const x = (value: number) => LEFT + (value / Math.max(longest, ticks.at(-1)!)) * (WIDTH - LEFT - RIGHT);
  const group = SERIES.length * BAR + GAP;
  const bottom = TOP + shown.length * group;
  const parts = [
    text(0, 16, 'Time for the same work, in multiples of Tidemark’s', 'class="title"'),
    ...legend(),
    ...ticks.filter((tick) => tick > 1).map((tick) => line(x(tick), TOP - 6, bottom, 'grid')),
    ...ticks.map((tick) => text(x(tick), bottom + 14, `${tick}×`, 'text-anchor="middle"')),
    ...shown.flatMap((row, i) => {
      const top = TOP + i * group;
      return [
        text(LEFT - 10, top + (group - GAP) / 2 + 4, row.title, 'text-anchor="end" class="input"'),
        ...SERIES.flatMap(({ column, colour }, k) => bar(x, top + k * BAR, multiple(row, column), colour)),
      ];
    }),
    // Over the bars: what they are multiples of.
    line(x(1), TOP - 6, bottom, 'ours'),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 22}" width="${WIDTH}" height="${bottom + 22}" role="img" aria-label="Times of rivals in multiples of Tidemark’s">`,
    `<style>${STYLE}</style>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

const STYLE = [
  'text{font:12px system-ui,sans-serif;fill:#57606a}',
  '.title{font-size:14px;font-weight:600;fill:#1f2328}',
  '.input{fill:#1f2328}',
  '.grid{stroke:#57606a;stroke-opacity:.25}',
  '.ours{stroke:#1f2328}',
  '@media(prefers-color-scheme:dark){text{fill:#9198a1}.title,.input{fill:#f0f6fc}.grid{stroke:#9198a1}.ours{stroke:#f0f6fc}}',
].join('');

function legend(): string[] {
  let at = LEFT;
  return SERIES.flatMap(({ column, colour }) => {
    const left = at;
    at += 32 + TITLES[column].length * 6;
    return [`<rect x="${left}" y="30" width="10" height="10" fill="${colour}"/>`, text(left + 15, 39, TITLES[column])];
  });
}

function bar(x: (value: number) => number, y: number, value: number, colour: string): string[] {
  const width = x(value) - LEFT;
  return [
    `<rect x="${LEFT}" y="${y}" width="${width.toFixed(1)}" height="${BAR - 2}" fill="${colour}"/>`,
    text(LEFT + width + 4, y + BAR - 3, figure(value), 'style="font-size:10px"'),
  ];
}

function line(x: number, from: number, to: number, name: string): string {
  return `<line class="${name}" x1="${x.toFixed(1)}" x2="${x.toFixed(1)}" y1="${from}" y2="${to}"/>`;
}

function text(x: number, y: number, content: string, more = ''): string {
  return `<text x="${x.toFixed(1)}" y="${y}" ${more}>${escape(content)}</text>`;
}

function escape(content: string): string {
  return content.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}

/** 1, then round steps, at most seven of them. */
function ticksTo(longest: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100].find((size) => longest / size <= 7) ?? 200;
  const count = Math.floor(longest / step);
  return [...new Set([1, ...Array.from({ length: count }, (_, i) => (i + 1) * step)])];
}
