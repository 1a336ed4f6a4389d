import { formattedValueToString, getValueFormat, type QueryResultMetaNotice } from '@grafana/data';

/** A heap profile's sum over all stacks, as it is scaled up and as it was sampled. */
export interface SampledSum {
  scaled: number;
  sampled: number;
  /** runtime.MemProfileRate; null where the profile does not say. */
  rateBytes: number | null;
}

/**
 * Why a heap profile's numbers are estimates, and what they rest on.
 *
 * @param of the sample type, and Grafana's unit for it
 */
export function sampleNotice(
  { type, unit }: { type: string; unit: string },
  { rateBytes, sampled, scaled }: SampledSum
): QueryResultMetaNotice {
  const info = (text: string): QueryResultMetaNotice => ({ severity: 'info', text });
  const show = (value: number, as = unit) => formattedValueToString(getValueFormat(as)(value));
  if (scaled === 0 && type.startsWith('alloc')) {
    return info('The heap profile is empty. Does the program set runtime.MemProfileRate to 0?');
  }
  if (rateBytes === null) {
    return info('The profile does not say at which rate it was sampled, so nothing is known of its scaling.');
  }
  if (rateBytes === 1) {
    return info('Every allocation was recorded (runtime.MemProfileRate is 1): nothing is estimated.');
  }
  return info(
    `This is a sample: about one allocation in ${show(rateBytes, 'bytes')} is recorded (runtime.MemProfileRate), as of the last collection. ` +
      `The profile scales it up, to ${show(scaled)} of ${type} in all; ` +
      `recorded, and printed by heap?debug=1, were ${show(sampled)}.`
  );
}
