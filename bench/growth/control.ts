import { existsSync } from 'node:fs';
import { suspects } from '../../src/core/growth/suspects';
import { readRecording, record } from './recording';

// tsx bench/growth/control.ts BINARY FOLDER [--again]: the demo's healthy case, four processes side by side, each for 25
// minutes at 2 s on the wall clock, with a restart and a deploy in each. Then the 20 windows of 5 minutes, side by side,
// and for more of them those that begin at each half minute. --again looks at a recording that is there.

const [binary = '', folder = '', flag] = process.argv.slice(2);
const PROCESSES = 4;
const MINUTES = 25;
const WINDOW_MS = 5 * 60_000;
const EVERY_MS = 2_000;

const pathOf = (one: number) => `${folder}/control-${one}.ndjson`;

async function recordOne(one: number): Promise<void> {
  // A quarter of the demo's wave apart, and another restart in each window of five minutes.
  await new Promise((resolve) => setTimeout(resolve, one * 30_000));
  await record({
    binary,
    cases: 'healthy',
    minutes: MINUTES,
    everyMs: EVERY_MS,
    restarts: [
      { afterMinutes: 6.3 + 1.1 * one, version: 'v1.4.1' },
      { afterMinutes: 13.4 + 1.7 * one, version: 'v1.4.2' },
    ],
    path: pathOf(one),
  });
}

/** Windows that begin every `stepMs`; how many were looked at, and what was found in them. */
function look(stepMs: number): { windows: number; alarmed: number; lines: string[] } {
  const lines: string[] = [];
  let [windows, alarmed] = [0, 0];
  for (let one = 0; one < PROCESSES; one++) {
    const { deploys, history, times } = readRecording(pathOf(one));
    const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
    for (let from = first; from + WINDOW_MS <= last + 2 * EVERY_MS; from += stepMs) {
      const to = from + WINDOW_MS - 1;
      const range = history.range(from, to);
      const found = suspects(range, { deploys: deploys.filter((ms) => ms > from && ms <= to) });
      const names = found.suspects.map(({ leader, perMinute }) => {
        const { frames, userFrame } = leader.stack;
        return `${frames[Math.max(0, userFrame)]?.function} ${perMinute.toFixed(1)}/min`;
      });
      windows++;
      alarmed += names.length > 0 ? 1 : 0;
      lines.push(
        `${one + 1}, minute ${((from - first) / 60_000).toFixed(1)}: ${names.join('; ') || 'none'} ` +
          `(${range.stacks.length} stacks, ${found.looked.scrapes} scrapes; ${found.caveats.map(({ kind }) => kind).join(', ')})`
      );
    }
  }
  return { windows, alarmed, lines };
}

async function main(): Promise<void> {
  if (flag !== '--again' || !existsSync(pathOf(0))) {
    await Promise.all(Array.from({ length: PROCESSES }, (_, one) => recordOne(one)));
  }
  const apart = look(WINDOW_MS);
  process.stdout.write(`${apart.lines.join('\n')}\n${apart.alarmed} of ${apart.windows} windows with a suspect\n`);
  const all = look(30_000);
  process.stdout.write(`overlapping, every 30 s: ${all.alarmed} of ${all.windows} windows with a suspect\n`);
  process.stdout.write(all.lines.filter((line) => !line.includes(': none')).join('\n'));
}

void main();
