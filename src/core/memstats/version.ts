import type { Exposition, ExpositionSample } from '../exposition/parse';

/** The metric whose label tells the version of the program: `orders_build_info{version="v1.4.2"} 1`. */
export interface VersionMetric {
  readonly metric: string;
  readonly label: string;
}

const DEFAULT_LABEL = 'version';

/**
 * Reads `orders_build_info{version}`: a metric's name and, in braces, the label. Without braces the label is `version`.
 * Undefined for any other text.
 */
export function parseVersionMetric(text: string): VersionMetric | undefined {
  const found = /^([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(?:\{\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*\})?$/.exec(text.trim());
  return found?.[1] === undefined ? undefined : { metric: found[1], label: found[2] ?? DEFAULT_LABEL };
}

export function formatVersionMetric({ metric, label }: VersionMetric): string {
  return `${metric}{${label}}`;
}

/**
 * The version of the program, from the wanted metric and from no other. Where none is named: from the one metric
 * `*_build_info` with a label `version`, as Prometheus' own library (common/version) writes it. Several such metrics are
 * of several libraries, and nothing says which is the program's; then, as without one, client_golang's `go_build_info`
 * counts, which is of the main module, unless it was built without a version.
 *
 * Undefined where no version is told, or several are.
 */
export function versionOf({ samples }: Exposition, wanted?: VersionMetric): string | undefined {
  if (wanted) {
    return theOne(samples.get(wanted.metric), wanted.label);
  }
  const infos = [...samples].filter(
    ([name, lines]) =>
      name.endsWith('_build_info') && name !== GO_BUILD_INFO && theOne(lines, DEFAULT_LABEL) !== undefined
  );
  const own = infos.length === 1 ? infos[0]?.[1] : samples.get(GO_BUILD_INFO);
  const version = theOne(own, DEFAULT_LABEL);
  return version === undefined || UNKNOWN.test(version) ? undefined : version;
}

const GO_BUILD_INFO = 'go_build_info';

/** What stands there when a build was not told its version: debug.BuildInfo's `(devel)`, common/version's `unknown`. */
const UNKNOWN = /^(?:\(devel\)|\(unknown\)|unknown)$/;

/** The label's value where all lines agree; an empty label is one that is not there. */
function theOne(lines: readonly ExpositionSample[] = [], label: string): string | undefined {
  const values = new Set(lines.map(({ labels }) => labels[label] ?? ''));
  const [only] = values;
  return values.size === 1 && only !== '' ? only : undefined;
}
