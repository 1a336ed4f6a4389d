/** Who takes part, in the order of the table. Each is a file beside this one, bundled apart, but for Go's. */
export const SUBJECTS = [
  'tidemark',
  'pprof-format',
  'protobufjs-static',
  'protobufjs-reflection',
  'protobufjs-numbers',
  'protobuf-es',
  'string-keys',
] as const;

export type SubjectName = (typeof SUBJECTS)[number];

/** google/pprof, in a process of its own. */
export const GO = 'google-pprof';

export const TITLES: Record<SubjectName | typeof GO, string> = {
  tidemark: 'Tidemark',
  'pprof-format': 'pprof-format',
  'protobufjs-static': 'protobufjs static',
  'protobufjs-reflection': 'protobufjs reflection',
  'protobufjs-numbers': 'static, no Long',
  'protobuf-es': 'protobuf-es',
  'string-keys': 'static, string keys',
  [GO]: 'Go’s google/pprof',
};
