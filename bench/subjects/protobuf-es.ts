import { createFileRegistry, fromBinary, type DescMessage } from '@bufbuild/protobuf';
import { base64Decode } from '@bufbuild/protobuf/wire';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { aggregate, type Message } from './peers/aggregate';
import type { Subject } from './subject';

/** A FileDescriptorSet of profile.proto in base64, put in by bench/build.ts. */
declare const DESCRIPTOR: string;

let schema: DescMessage;

/**
 * protobuf-es 2, 64-bit integers as it gives them: bigints. What its generator writes for version 2 is this very
 * descriptor and types; decoding is the same reflection either way.
 */
export const subject: Subject = {
  prepare: () => {
    const files = fromBinary(FileDescriptorSetSchema, base64Decode(DESCRIPTOR));
    schema = createFileRegistry(files).getMessage('perftools.profiles.Profile')!;
  },
  work: (inflated) => aggregate(fromBinary(schema, inflated) as unknown as Message<bigint>, Number),
};
