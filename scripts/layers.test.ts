import { execFileSync } from 'node:child_process';
import path from 'node:path';

interface Case {
  filePath: string;
  code: string;
  /** The rule that must see it; undefined: it is allowed. */
  rule?: 'no-restricted-imports' | 'no-restricted-properties' | 'no-restricted-globals';
}

const breach = (filePath: string, code: string, rule: Case['rule'] = 'no-restricted-imports') => ({
  filePath,
  code,
  rule,
});
const allowed = (filePath: string, code: string): Case => ({ filePath, code });

// The way of the data (docs/architecture.md) is worth nothing if lint does not see a breach of it.
const CASES: Case[] = [
  breach('src/core/scrape.ts', "import '../frames/contract';"),
  breach('src/core/profile/stack.ts', "import '../../datasource/types';"),
  breach('src/core/scrape.ts', "import '@grafana/data';"),
  breach('src/core/scrape.ts', "import 'rxjs';"),
  breach('src/core/scrape.ts', 'export const now = Date.now();', 'no-restricted-properties'),
  breach('src/core/scrape.ts', "export const got = fetch('/');", 'no-restricted-globals'),
  breach('src/core/scrape.ts', 'export const width = window.innerWidth;', 'no-restricted-globals'),
  breach('src/frames/contract.ts', "import '../datasource/types';"),
  breach('src/frames/contract.ts', "import '../ui/format';"),
  breach('src/ui/format.ts', "import '../frames/contract';"),
  breach('src/datasource/query/check.ts', "import '../../panels/memory/module';"),
  breach('src/panels/memory/frame.ts', "import '../../datasource/types';"),
  breach('src/panels/memory/frame.ts', "import '../../core/scrape';"),
  allowed('src/frames/contract.ts', "import '../core/scrape';"),
  allowed('src/datasource/query/check.ts', "import '../../frames';\nimport '../../core/scrape';"),
  allowed('src/panels/memory/frame.ts', "import '../../frames/contract';\nimport '../../ui/format';"),
];

let broken: string[][];
beforeAll(() => {
  const lint = path.join(__dirname, 'layers.mjs');
  const printed = execFileSync(process.execPath, [lint], { input: JSON.stringify(CASES), encoding: 'utf8' });
  // A plugin of the scaffold prints that it is deprecated; ours is the last line.
  broken = JSON.parse(printed.trim().split('\n').at(-1)!);
}, 60_000);

test.each(CASES.map((one, index) => ({ ...one, index })))('$filePath: $code ($rule)', ({ rule, index }) => {
  const layerRules = broken[index]!.filter((name) => name?.startsWith('no-restricted'));
  expect(layerRules).toEqual(rule ? [rule] : []);
});
