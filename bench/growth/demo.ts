import { existsSync } from 'node:fs';
import type { Member, Suspect } from '../../src/core/growth/suspect';
import { suspects } from '../../src/core/growth/suspects';
import { readRecording, record, type Recording } from './recording';

// tsx bench/growth/demo.ts BINARY FOLDER [--again]: each leak of the demo program over its healthy case, and all at once,
// six processes side by side for 5 minutes at 2 s on the wall clock. What was found beside what /truth says, as the
// table of docs/method.md. --again looks at recordings that are there.

const [binary = '', folder = '', flag] = process.argv.slice(2);
const MINUTES = 5;
const EVERY_MS = 2_000;

const RUNS: Readonly<Record<string, string>> = {
  grpc: 'healthy,grpc=30',
  consumer: 'healthy,consumer=20',
  keepalive: 'healthy,keepalive=40',
  contextmap: 'healthy,contextmap=120',
  deferloop: 'healthy,deferloop=240',
  together: 'healthy,grpc=30,consumer=20,keepalive=40,contextmap=120,deferloop=240',
};

const pathOf = (run: string) => `${folder}/demo-${run}.ndjson`;
const has = (member: Member, name: string) => member.stack.frames.some((frame) => frame.function === name);

/** What one case leaked from a moment to the newest scrape. */
interface Leaked {
  name: string;
  functions: string[];
  perMinute: number;
}

function leakedSince({ times, truths }: Recording, fromMs: number): Leaked[] {
  const first = times.findIndex((ms) => ms >= fromMs);
  const minutes = ((times.at(-1) as number) - (times[first] as number)) / 60_000;
  const held = (row: number, name: string) =>
    truths.at(row)?.cases[name]?.leaks.reduce((sum, { count }) => sum + count, 0) ?? 0;
  return Object.entries(truths.at(-1)?.cases ?? {}).map(([name, { leaks }]) => ({
    name,
    functions: leaks.map((leak) => leak.function),
    perMinute: (held(-1, name) - held(first, name)) / minutes,
  }));
}

function look(run: string): string[] {
  const recording = readRecording(pathOf(run));
  const found = suspects(recording.history.range(0, Infinity));
  const leaked = leakedSince(recording, found.looked.fromMs ?? 0).filter(({ perMinute }) => perMinute > 0);
  const rowOf = (suspect: Suspect) => {
    const { high, leader, low, members, perMinute } = suspect;
    const own = leaked.filter(({ functions }) => functions.some((name) => members.some((one) => has(one, name))));
    const [only] = own;
    const isWhole =
      own.length === 1 &&
      members.every((member) => only?.functions.some((name) => has(member, name))) &&
      only?.functions.every((name) => members.some((member) => has(member, name)));
    const error = only ? `${(100 * Math.abs(perMinute / only.perMinute - 1)).toFixed(1)} %` : '';
    const cells = [
      own.map(({ name }) => name).join(' + ') || 'nothing that leaks',
      `\`${leader.stack.frames[leader.stack.userFrame]?.function ?? 'no user frame'}\``,
      `${members.length}${isWhole ? '' : ', not the leak as it is'}`,
      `${perMinute.toFixed(1)} (${low.toFixed(1)} to ${high.toFixed(1)})`,
      only?.perMinute.toFixed(1) ?? '',
      error,
    ];
    return cells.join(' | ');
  };
  const rows = found.suspects.map(rowOf);
  const missed = leaked.filter(
    ({ functions }) => !found.suspects.some(({ members }) => members.some((one) => functions.some((f) => has(one, f))))
  );
  rows.push(...missed.map(({ name, perMinute }) => `${name} | not found | | | ${perMinute.toFixed(1)} |`));
  process.stderr.write(
    `${run}: ${found.looked.scrapes} of ${recording.times.length} scrapes, ${found.looked.stacks} stacks; ` +
      `${found.caveats.map(({ kind }) => kind).join(', ')}\n`
  );
  return (rows.length > 0 ? rows : ['none | | | | |']).map((row, i) => `| ${i === 0 ? run : ''} | ${row} |`);
}

async function main(): Promise<void> {
  const runs = Object.entries(RUNS);
  if (flag !== '--again' || !existsSync(pathOf('grpc'))) {
    const plans = runs.map(([run, cases]) => ({
      binary,
      cases,
      minutes: MINUTES,
      everyMs: EVERY_MS,
      path: pathOf(run),
    }));
    await Promise.all(plans.map(record));
  }
  const head = [
    '| run | what leaks | first user frame | stacks | per minute, 95 % | truth | error |',
    '|---|---|---|---|---|---|---|',
  ];
  process.stdout.write(`${[...head, ...runs.flatMap(([run]) => look(run))].join('\n')}\n`);
}

void main();
