import './nolong';
import { perftools } from './generated/profile';
import { aggregate, type Message } from './peers/aggregate';
import type { Subject } from './subject';

/**
 * protobufjs static with long.js taken out, so that 64-bit integers are numbers. Much faster, and no decoder of the
 * format any more: ids above 2^53, which some producers write, run together. In the table, but in no goal.
 */
export const subject: Subject = {
  work: (inflated) =>
    aggregate(perftools.profiles.Profile.decode(inflated) as unknown as Message<number>, (integer) => integer),
};
