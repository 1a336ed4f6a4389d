/** @jest-environment node */
import { decodeCapture, profilesIn, readText } from '../../../testdata/helpers/captures';
import { goroutineCounts, StackInterner } from '../profile/goroutines';
import { runSteps } from '../steps';
import { JoinedStacks } from './joined';
import { KnownStacks } from './knownStacks';
import { parseDumpSteps } from './parse';

it('x', () => {
  const out: string[] = [];
  for (const path of profilesIn('captures', 'dumps').filter((p) => p.includes('goroutine') || p.startsWith('dumps'))) {
    const c = goroutineCounts(decodeCapture(path), new StackInterner());
    const dump = runSteps(parseDumpSteps(new TextEncoder().encode(readText(path.replace(/0$/, '2')))));
    const known = new KnownStacks();
    c.stacks.forEach((s) => known.add(s));
    const joined = new JoinedStacks(dump, known);
    const counts = new Map<string, number>();
    let n = 0;
    for (const g of dump.goroutines) {
      const j = joined.of(g);
      counts.set(j.key, (counts.get(j.key) ?? 0) + 1);
      if (j.known) n++;
      else out.push(`   - ${g.id} ${g.state} ${g.frames.map((f) => f.function).slice(0,6).join(' ')}`);
      if (j.known && j.known.blockedOn !== j.blockedOn) out.push(`   ? ${g.id} ${g.state} ${j.blockedOn} != ${j.known.blockedOn} ${g.frames.map((f) => f.function).slice(0,4).join(' ')}`);
    }
    out.push(`${path}: ${n} of ${dump.goroutines.length}, profile ${c.total}`);
    c.stacks.forEach((s, i) => {
      if ((counts.get(s.key) ?? 0) !== c.counts[i]) out.push(`   # ${counts.get(s.key) ?? 0} != ${c.counts[i]} ${s.blockedOn} ${s.frames.map((f) => f.function).slice(0,6).join(' ')}`);
    });
  }
  require('fs').writeFileSync('/tmp/explore.txt', out.join('\n'));
});
