/** One instance’s field over time, from a Prometheus: fields `time` and the memory field’s name, with the labels. */
export interface InstancesMeta {
  version: 1;
  kind: 'instances';
}
