import { execFileSync } from 'node:child_process';
import { buildNode, buildSubjects } from './build';
import { buildRival } from './go';
import { fileOf } from './inputs/generate';
import { FIRST, FULL, QUICK } from './inputs/inputs';
import { median } from './measure/rounds';
async function main() {
await buildSubjects(); await buildNode().catch(()=>{});
const rival = buildRival();
for (const input of [...FULL, ...QUICK].filter(i => process.argv.slice(2).some(a=>i.name.includes(a)))) {
  const t=Date.now(); const file = fileOf(input); console.log(input.title, file, Date.now()-t);
  const flags=(process.env.FLAGS??'').split(' ').filter(Boolean);
  const r = JSON.parse(execFileSync('node', ['--no-flush-bytecode','--max-old-space-size=8192',...flags, '.cache/bench/js/node/rounds.mjs', JSON.stringify({file, first: FIRST.source, rival, minRounds:3, maxRounds: 31, budgetMs: 30000})], {encoding:'utf8', stdio:['ignore','pipe','inherit'], maxBuffer: 1<<28}));
  const d = r.digests; console.log(r.gzBytes/1e6, r.rawBytes/1e6, r.samples, d.tidemark.stacks, d.tidemark.leaves, Object.values(d).map((x:any)=>x.stackHash===d.tidemark.stackHash && x.leafHash===d.tidemark.leafHash&&x.topHolds && x.total===d.tidemark.total && String(x.top)===String(d.tidemark.top)));
  const w = median(r.times.tidemark); for (const [n,t] of Object.entries<any>(r.times)) console.log(n.padEnd(25), median(t).toFixed(2).padStart(9), (median(t)/w).toFixed(2).padStart(8), t.length);
}
}
main();
