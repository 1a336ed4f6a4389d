/** @jest-environment node */
import { decodeCapture, readText } from '../../../testdata/helpers/captures';
import { goroutineCounts, StackInterner } from '../profile/goroutines';
import { runSteps } from '../steps';
import { dumpAnswerSteps } from './answer';
import { parseDumpSteps } from './parse';

interface Truth {
  readonly numGoroutine: number;
  readonly cases: Record<
    string,
    { readonly leaks?: ReadonlyArray<{ function: string; blockedOn: string; count: number }> }
  >;
}

/** testdata/dumps/README.md: the demo, built with Go 1.27.1, after 20 steps of grpc, 30 of consumer, 10 of keepalive. */
const CAPTURE = 'dumps/demo.go1.27.1';
const truth = JSON.parse(readText(`${CAPTURE}.truth.json`)) as Truth;
const leaks = Object.values(truth.cases).flatMap((one) => one.leaks ?? []);

describe('a dump of the demo', () => {
  const dump = runSteps(parseDumpSteps(new TextEncoder().encode(readText(`${CAPTURE}.d2`))));
  const { counts, stacks } = goroutineCounts(decodeCapture(`${CAPTURE}.d0`), new StackInterner());
  const ask = (focus?: RegExp) =>
    runSteps(dumpAnswerSteps(dump, stacks, { view: 'stacks', top: 100, ...(focus ? { focus } : {}) }));

  it('has as many goroutines as the program says it has', () => {
    expect(dump.unknown).toEqual([]);
    expect(dump.goroutines.length).toBe(truth.numGoroutine);
  });

  it('has each leak as the program says: how many, and what they wait for', () => {
    expect(leaks.length).toBe(6);
    for (const leak of leaks) {
      const answer = ask(new RegExp(`^${leak.function.replace(/[.*()]/g, '\\$&')}$`));
      expect([leak.function, answer.matched]).toEqual([leak.function, leak.count]);
      expect(new Set(answer.stacks.map(({ blockedOn }) => blockedOn))).toEqual(new Set([leak.blockedOn]));
    }
  });

  it('has as many in each stack as the profile, but for the two goroutines that serve the request', () => {
    const rows = new Map(ask().stacks.map(({ stackKey, count }) => [stackKey, count]));
    const differing = stacks.filter(({ key }, i) => rows.get(key) !== counts[i]);
    // One writes the answer, the other watches that connection for its end.
    const roles = differing.map(
      ({ frames }) => frames.find(({ function: name }) => /^net\/http\.\(\*/.test(name))?.function
    );
    expect(new Set(roles)).toEqual(
      new Set(['net/http.(*ServeMux).ServeHTTP', 'net/http.(*connReader).backgroundRead'])
    );
    expect(differing.length).toBeLessThanOrEqual(2);
  });

  it('has the labels that the program sets', () => {
    const topics = dump.goroutines.filter(({ labels }) => labels.topic === 'orders');
    expect(topics.length).toBe(60);
    expect(dump.goroutines.filter(({ labels }) => labels.upstream === 'pricing').length).toBe(100);
    const leaking = ask(/main\.\(\*session\)/);
    expect(leaking.stacks.map(({ count, labels }) => [count, labels])).toEqual([
      [30, [{ key: 'topic', value: 'orders', count: 30 }]],
      [30, [{ key: 'topic', value: 'orders', count: 30 }]],
    ]);
    const ofGrpc = ask().stacks.flatMap(({ labels }) => labels.filter(({ key }) => key === 'upstream'));
    expect(new Set(ofGrpc.map(({ value }) => value))).toEqual(new Set(['pricing']));
    expect(ofGrpc.reduce((sum, { count }) => sum + count, 0)).toBe(100);
  });
});
