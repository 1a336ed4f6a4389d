import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { play, type Outcome, type Scenario } from './power';
import { measureSpeed } from './speed';

// npm run bench:growth [-- --runs 100] [--write]: the table of docs/method.md.

const flags = process.argv.slice(2);
const runs = Number(flags[flags.indexOf('--runs') + 1]) || 60;
const hour = { scrapes: 240, intervalMs: 15_000 };
const minutes = { scrapes: 150, intervalMs: 2_000 };
const hidden = { perMinute: 1, amplitude: 50, arrivals: 'poisson' } as const;

const scenarios: Scenario[] = [
  { name: 'healthy, 60 min', runs, world: { ...hour, stacks: 1_000, events: true, days: 'shared' } },
  { name: 'healthy, 60 min, morning', runs, world: { ...hour, stacks: 1_000, events: true, days: 'rising' } },
  { name: 'healthy, 5 min at 2 s', runs, world: { ...minutes, stacks: 1_000, events: true, days: 'shared' } },
  { name: 'healthy, each with a day of its own', runs, world: { ...hour, stacks: 1_000, events: true, days: 'own' } },
  ...[3, 10, 15, 20].map((periodMinutes) => ({
    name: `1/min under ±50 of ${periodMinutes} min`,
    runs,
    world: { ...hour, stacks: 1_000, events: false, days: 'level' as const },
    leak: { ...hidden, periodMinutes },
  })),
  {
    name: '1/min under ±50 of 10 min, any hour of the day',
    runs,
    world: { ...hour, stacks: 1_000, events: false, days: 'shared' },
    leak: { ...hidden, periodMinutes: 10 },
  },
  {
    name: '20/min under ±20 of 1 min, 5 min at 2 s',
    runs,
    world: { ...minutes, stacks: 1_000, events: false, days: 'level' },
    leak: { perMinute: 20, amplitude: 20, periodMinutes: 1, arrivals: 'poisson' },
  },
  {
    name: '5/min alone, 5 min at 2 s',
    runs,
    world: { ...minutes, stacks: 1_000, events: false, days: 'level' },
    leak: { perMinute: 5, amplitude: 0, periodMinutes: 1, arrivals: 'poisson' },
  },
];

const percent = (share: number) => (Number.isNaN(share) ? '' : `${Math.round(100 * share)} %`);

function rows({ covered, median, name, rules, runs: played, within15 }: Outcome, leak: boolean): string[] {
  return rules.map(({ falseRuns, found, name: rule }, i) => {
    const slope = i === 0 && leak ? [percent(median), percent(within15), percent(covered)] : ['', '', ''];
    const cells = [
      i === 0 ? name : '',
      rule,
      leak ? percent(found / played) : '',
      percent(falseRuns / played),
      ...slope,
    ];
    return `| ${cells.join(' | ')} |`;
  });
}

const table = [
  '| scenario | rule | leak found | runs with a false alarm | median slope error | within 15 % | interval holds the rate |',
  '|---|---|---|---|---|---|---|',
];
for (const scenario of scenarios) {
  table.push(...rows(play(scenario), scenario.leak !== undefined));
  process.stderr.write(`${scenario.name}\n`);
}
const { longestStep, processor, suspects, whole } = measureSpeed();
const report = [
  ...table,
  '',
  `${runs} runs a row, seeds 1 to ${runs}; ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}.`,
  '',
  `2,000 stacks x 5,760 scrapes, 10 leaks among them: ${whole.toFixed(0)} ms (${processor.toFixed(0)} ms of processor time), ` +
    `longest step ${longestStep.toFixed(0)} ms, ${suspects} suspects.`,
].join('\n');
process.stdout.write(`${report}\n`);

if (flags.includes('--write')) {
  const page = 'docs/method.md';
  const [before, rest] = readFileSync(page, 'utf8').split('<!-- figures -->');
  const after = rest?.split('<!-- end of figures -->')[1];
  if (before === undefined || after === undefined) {
    throw new Error(`${page} has no <!-- figures --> ... <!-- end of figures -->`);
  }
  writeFileSync(page, `${before}<!-- figures -->\n\n${report}\n\n<!-- end of figures -->${after}`);
}
