import protobuf from 'protobufjs';
import schema from '../profile.proto';
import { numberOf, type LongMessage } from './long';
import { aggregate } from './peers/aggregate';
import type { Subject } from './subject';

let type: protobuf.Type;

/** protobufjs 8, the schema parsed at run time; it then writes and evaluates a decoder per message. */
export const subject: Subject = {
  prepare: () => {
    type = protobuf.parse(schema).root.lookupType('perftools.profiles.Profile');
  },
  work: (inflated) => aggregate(type.decode(inflated) as unknown as LongMessage, numberOf),
};
