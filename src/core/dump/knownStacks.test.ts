/** @jest-environment node */
import { runSteps } from '../steps';
import { JoinedStacks } from './joined';
import { KnownStacks } from './knownStacks';
import { parseDumpSteps } from './parse';

// The word that decides between stacks that a dump shows alike.
it('tells stacks that look alike in a dump apart by their wait, then by their lines', () => {
  const text =
    'goroutine 1 [STATE]:\nmain.exchange(0x1)\n\t/m.go:LINE +0x1\ncreated by main.main in goroutine 1\n\t/m.go:1 +0x1\n';
  const frame = (name: string, line: number) => ({
    function: name,
    file: name.startsWith('main') ? '/m.go' : '/r.go',
    line,
  });
  const stack = (key: string, blockedOn: 'chan send' | 'chan receive', park: string, line: number) => ({
    key,
    blockedOn,
    userFrame: 3,
    frames: [
      frame('runtime.gopark', 1),
      frame(`runtime.${park}`, 2),
      frame(`runtime.${park}1`, 3),
      frame('main.exchange', line),
    ],
  });
  const known = new KnownStacks();
  known.add(stack('sends', 'chan send', 'chansend', 12));
  known.add(stack('receives', 'chan receive', 'chanrecv', 13));
  known.add({ ...stack('receives two', 'chan receive', 'chanrecv', 14), key: 'receives two' });
  const keyOf = (state: string, line: number) => {
    const dump = runSteps(
      parseDumpSteps(new TextEncoder().encode(text.replace('STATE', state).replace('LINE', String(line))))
    );
    return new JoinedStacks(dump, known).of(dump.goroutines[0]!).known?.key;
  };
  expect(keyOf('chan send', 99)).toBe('sends');
  expect(keyOf('chan receive, 3 minutes', 13)).toBe('receives');
  expect(keyOf('chan receive', 14)).toBe('receives two');
  // Made ready a moment ago: where it stands is all there is.
  expect(keyOf('runnable', 12)).toBe('sends');
});
