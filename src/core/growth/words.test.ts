import type { Caveat } from './caveats';
import type { Evidence } from './evidence';
import { stackNamed } from './testing';
import { caveatText, evidenceLabel, spanText, stackName } from './words';

const stacks = (...names: string[]) => names.map((name) => stackNamed(name));

it.each<[Caveat, string]>([
  [{ kind: 'too few scrapes', scrapes: 7, needed: 20 }, 'Too few scrapes to judge: 7 usable, 20 are needed.'],
  [
    { kind: 'short window', minutes: 1.9666, leastPerMinute: 2.5424 },
    'Only 118 s could be looked at: a leak of less than 2.54 goroutines per minute cannot be seen in it.',
  ],
  [
    { kind: 'no off-peak yet', loadRisePercent: 40.2, withheld: stacks('a', 'b') },
    'Load rose by 40.2 % and has not come down yet. What grew no more than it could explain is not called a leak: main.a, main.b.',
  ],
  [
    { kind: 'no off-peak yet', loadRisePercent: -3, withheld: stacks('a') },
    'Load rose and has not come down yet. What grew no more than it could explain is not called a leak: main.a.',
  ],
  [
    { kind: 'load not known', minutes: 0.5 },
    'The load is not known: a wave of it longer than 30 s would look like a leak.',
  ],
  [
    { kind: 'within its swing', withheld: stacks('a', 'b', 'c', 'd', 'e') },
    'Seen to come and go before this window, by at least half of what it rises now, and not called a leak: main.a, main.b, main.c and 2 more.',
  ],
  [
    { kind: 'as many fall', falling: 3, withheld: stacks('a', 'b', 'c') },
    '3 stacks fall as surely as others rise, which then proves nothing. Not called a leak: main.a, main.b, main.c.',
  ],
  [{ kind: 'gaps', gaps: 1, lostMs: 12_000 }, '1 gap in the scrapes, 12 s in all: what happened then was not seen.'],
  [
    { kind: 'gaps', gaps: 3, lostMs: 9_000_000 },
    '3 gaps in the scrapes, 2.5 h in all: what happened then was not seen.',
  ],
  [{ kind: 'restarts', restarts: 1 }, 'The program was restarted once: growth is judged within each run.'],
  [{ kind: 'restarts', restarts: 4 }, 'The program was restarted 4 times: growth is judged within each run.'],
  [
    { kind: 'deploy too new', deployMs: 1_800_000_000_000 },
    'Too few scrapes since the newest deploy to judge it: what is said is of the time before.',
  ],
  [
    { kind: 'high but flat', stack: stackNamed('pool'), count: 11_718, perMinute: 0.1, low: -0.213, high: 0.4 },
    'High but flat, not a leak now: 11,718 goroutines in main.pool, 0.1 per minute (95 %: -0.21 to 0.4).',
  ],
])('says %j in words', (caveat, text) => {
  expect(caveatText(caveat)).toBe(text);
});

it('names each function once, whatever the number of its stacks', () => {
  const withheld = [stackNamed('one', ['main.wait']), stackNamed('two', ['main.wait'])];
  expect(caveatText({ kind: 'within its swing', withheld })).toMatch(/leak: main\.wait\.$/);
});

it.each<[Evidence, string]>([
  [{ kind: 'slope', perMinute: 12.2, low: 11.84, high: 12.66, minutes: 5, text: '' }, '95 %: 11.8 to 12.7'],
  [{ kind: 'did not come down', up: 59, down: 0, text: '' }, 'did not come down'],
  [{ kind: 'did not come down', up: 59, down: 9, loadFallPercent: 40, text: '' }, 'did not come down with load'],
  [{ kind: 'low tide', from: 3, to: 58, windowMinutes: 1, text: '' }, 'low tide 3 to 58'],
  [{ kind: 'low tide', from: 1004, to: 11_514, windowMinutes: 1, text: '' }, 'low tide 1,004 to 11,514'],
  [{ kind: 'proved', goroutines: 9756, text: '' }, '9,756 proved to leak'],
  [{ kind: 'trend', tau: 0.987, z: 9.1, pUp: 1e-9, text: '' }, 'trend tau 0.99'],
  [{ kind: 'grows per load', from: 3.77, to: 5.96, loadFrom: 90, loadTo: 60, text: '' }, 'per load 3.77 to 5.96'],
  [{ kind: 'grow together', stacks: 3, correlation: 0.98, text: '' }, '3 stacks together'],
])('has a few words for %j', (evidence, label) => {
  expect(evidenceLabel(evidence)).toBe(label);
});

it('calls a stack by the first frame of the user, else by what the goroutine was started with', () => {
  const frames = ['runtime.gopark', 'net/http.(*conn).serve', 'runtime.goexit'];
  expect(stackName(stackNamed('x', ['runtime.gopark', 'main.wait', 'main.main'], 1))).toBe('main.wait');
  expect(stackName(stackNamed('x', frames, -1))).toBe('net/http.(*conn).serve');
  expect(stackName(stackNamed('x', [], -1))).toBe('(empty stack)');
});

it.each([
  [0.005, '0.3 s'],
  [0.07, '4 s'],
  [0.2, '12 s'],
  [0.6, '36 s'],
  [1.08, '65 s'],
  [1.33, '80 s'],
  [1.99, '119 s'],
  [1.9999, '2 min'],
  [4.92, '4.9 min'],
  [9.97, '10 min'],
  [18.27, '18 min'],
  [119, '119 min'],
  [180, '3 h'],
  [200, '3.3 h'],
  [2849, '47 h'],
  [2879, '2 days'],
  [3600, '2.5 days'],
  [20_000, '14 days'],
])('%d minutes are %s', (minutes, text) => {
  expect(spanText(minutes)).toBe(text);
});
