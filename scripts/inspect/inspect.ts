import { HELP, parseInspectArgs } from './args';
import { toJson } from './json';
import { valueTable } from './report';
import { labelRows, stackRows } from './stacks';
import { naming, readSubject, type Subject } from './subject';
import { topText } from './top';
import { tracesText } from './traces';
import { treeText } from './tree';

/** What `npm run -s inspect -- ...argv` prints. Throws an Error whose message is for the person who asked. */
export async function inspect(argv: readonly string[]): Promise<string> {
  const options = parseInspectArgs(argv);
  if (options === 'help') {
    return HELP;
  }
  const subject = await readSubject(options);
  return naming(options.source, () =>
    options.isJson ? `${JSON.stringify(toJson(subject), null, 2)}\n` : `${lines(subject).join('\n')}\n`
  );
}

function lines(subject: Subject): string[] {
  const { labelKey, view } = subject.options;
  switch (view) {
    case 'top':
      return topText(subject);
    case 'traces':
      return tracesText(subject);
    case 'peek':
    case 'tree':
      return treeText(subject, view);
    case 'stacks':
      return valueTable(subject, stackRows(subject), 'stacks');
    case 'labels':
      return valueTable(subject, labelRows(subject, labelKey), 'values');
  }
}
