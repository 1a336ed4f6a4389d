/** A number of objects and their bytes. */
export interface HeapValue {
  readonly objects: number;
  readonly bytes: number;
}

/**
 * What was sampled, of a value that the runtime scaled up for a profile.proto. There it is trunc(sampled × scale) with
 * scale = 1 / (1 - exp(-size / rate)), the inverse of an allocation's chance to be sampled (scaleHeapSample in
 * runtime/pprof/protomem.go). The scale is at least 1, so no two numbers of objects become one, and this is exact.
 *
 * @param rate runtime.MemProfileRate, bytes: one allocation in so many is sampled; below 2 nothing was scaled.
 * @param blockSize bytes of one object, which the runtime keeps apart by size; undefined where the profile does not say,
 *   and the average stands for it.
 */
export function unscale({ bytes, objects }: HeapValue, rate: number, blockSize: number | undefined): HeapValue {
  if (objects === 0 || bytes === 0 || !(rate > 1)) {
    return { objects, bytes };
  }
  const scale = 1 / (1 - Math.exp(-(blockSize ?? bytes / objects) / rate));
  const sampled = untruncate(objects, scale);
  return { objects: sampled, bytes: blockSize === undefined ? untruncate(bytes, scale) : sampled * blockSize };
}

/** A little less than exact: Go's and JavaScript's exp may differ in the last bit. */
const SLACK = 1 - 2 ** -44;

/** The whole number n of which trunc(n × scale) is `scaled`. */
function untruncate(scaled: number, scale: number): number {
  return Math.ceil((scaled / scale) * SLACK);
}
