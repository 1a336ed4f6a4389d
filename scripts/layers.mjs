// Lints the snippets on standard input ([{ filePath, code }] as JSON) with the repository's configuration, and prints
// the rules that each breaks. A program of its own, because jest cannot load ESLint's configuration.
import { ESLint } from 'eslint';
import { readFileSync } from 'node:fs';

// With CI=true typescript-eslint takes files from the disk, once; these snippets stand in their place.
process.env.TSESTREE_SINGLE_RUN = 'false';

const eslint = new ESLint();
const broken = [];
for (const { filePath, code } of JSON.parse(readFileSync(0, 'utf8'))) {
  const [result] = await eslint.lintText(code, { filePath });
  broken.push(result.messages.map(({ ruleId }) => ruleId));
}
process.stdout.write(JSON.stringify(broken));
