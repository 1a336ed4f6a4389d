/** Where a module's source is on GitHub. */
export interface Repository {
  /** `grpc/grpc-go` */
  readonly name: string;
  /** The module's folder in it, empty for its root. */
  readonly folder: string;
}

/**
 * Modules that are called otherwise than their repository on GitHub, from the repositories' own go.mod files. `$` is
 * replaced by what the pattern took, as in String.replace; what stands behind it is a folder.
 */
const ELSEWHERE: ReadonlyArray<readonly [RegExp, string]> = [
  [/^golang\.org\/x\/([^/]+)/, 'golang/$1'],
  [/^google\.golang\.org\/grpc(?=\/|$)/, 'grpc/grpc-go'],
  [/^google\.golang\.org\/protobuf(?=\/|$)/, 'protocolbuffers/protobuf-go'],
  [/^google\.golang\.org\/genproto(?=\/|$)/, 'googleapis/go-genproto'],
  [/^google\.golang\.org\/api(?=\/|$)/, 'googleapis/google-api-go-client'],
  [/^cloud\.google\.com\/go(?=\/|$)/, 'googleapis/google-cloud-go'],
  [/^go\.uber\.org\/([^/]+)/, 'uber-go/$1'],
  [/^go\.etcd\.io\/bbolt(?=\/|$)/, 'etcd-io/bbolt'],
  [/^go\.mongodb\.org\/mongo-driver(?=\/|$)/, 'mongodb/mongo-go-driver'],
  [/^go\.opencensus\.io(?=\/|$)/, 'census-instrumentation/opencensus-go'],
  [/^go\.opentelemetry\.io\/otel(?=\/|$)/, 'open-telemetry/opentelemetry-go'],
  [/^sigs\.k8s\.io\/([^/]+)/, 'kubernetes-sigs/$1'],
  [/^k8s\.io\/([^/]+)/, 'kubernetes/$1'],
  // gopkg.in says of itself: gopkg.in/pkg.v3 is github.com/go-pkg/pkg, gopkg.in/user/pkg.v3 is github.com/user/pkg.
  [/^gopkg\.in\/([^/.]+)\.v\d+/, 'go-$1/$1'],
  [/^gopkg\.in\/([^/]+\/[^/]+)\.v\d+/, '$1'],
  [/^github\.com\/([^/]+\/[^/]+)/, '$1'],
];

/**
 * The repository of a module, by its path. Undefined where it is not known to be on GitHub, and where the folder is not
 * sure: that of `.../storage/v2` may be `storage` or `storage/v2`.
 */
export function repositoryOf(module: string): Repository | undefined {
  for (const [pattern, replacement] of ELSEWHERE) {
    const match = pattern.exec(module);
    if (match) {
      const rest = module.slice(match[0].length).replace(/^\//, '');
      // A major version beside the name is nearly always a branch: its files are at the root (go.dev/ref/mod#vcs-branch).
      const folder = /^v\d+$/.test(rest) ? '' : rest;
      return /\/v\d+$/.test(folder) ? undefined : { name: match[0].replace(pattern, replacement), folder };
    }
  }
  return undefined;
}
