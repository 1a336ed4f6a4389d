import type { Labels } from '@grafana/data';
import type { PastOrigin } from '../../core/history/past/columns';

/** So many are named; that there are more is said. */
const MOST_NAMED = 5;

/** The field that chooses the program, by the name that the settings page has for it. */
const FIELDS: Readonly<Record<PastOrigin, { fits: string; them: string }>> = {
  Prometheus: { fits: 'The matchers of Prometheus fit', them: 'them' },
  Pyroscope: { fits: 'The label selector of Pyroscope fits', them: 'it' },
};

/** Several programs at once where one is meant. */
export class SeveralInstances extends Error {
  override readonly name = 'SeveralInstances';

  constructor(origin: PastOrigin, instances: readonly Labels[]) {
    const { fits, them } = FIELDS[origin];
    super(`${fits} ${instances.length} programs at once: ${inWords(instances)}. Add one of these to ${them}.`);
  }
}

/** The labels by which they differ, as matchers. */
function inWords(instances: readonly Labels[]): string {
  const names = [...new Set(instances.flatMap((labels) => Object.keys(labels)))].sort();
  const telling = names.filter((name) => new Set(instances.map((labels) => labels[name])).size > 1);
  const named = instances
    .slice(0, MOST_NAMED)
    .map((labels) => telling.map((name) => `${name}="${labels[name] ?? ''}"`).join(', '));
  const more = instances.length > MOST_NAMED ? ` and ${instances.length - MOST_NAMED} more` : '';
  return `${named.join('; ')}${more}`;
}
