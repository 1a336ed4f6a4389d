import { Profile } from 'pprof-format';
import { aggregate } from './peers/aggregate';
import type { Subject } from './subject';

/** Datadog's pprof-format: 64-bit integers are numbers, and bigints where they are large. */
export const subject: Subject = {
  work: (inflated) => {
    const { sample, location, function: functions, stringTable } = Profile.decode(inflated);
    return aggregate<number | bigint>(
      { sample, location, function: functions, stringTable: stringTable.strings },
      (integer) => (typeof integer === 'number' ? integer : Number(integer))
    );
  },
};
