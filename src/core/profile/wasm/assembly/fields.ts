import { end, longVarint, refuse } from './wire';

/**
 * The varints of a message as an array by field number. Messages say their fields by number, so that putting each where its
 * number points takes no decision, which the processor might guess wrong: that is what takes the time with small messages.
 *
 * Fields of one level of messages, and of those that lie in them.
 */
export const OUTER: u32 = 0;
export const INNER: u32 = 64;

/** For messages of fields 1 to 5, which all are. No loop, for nothing unrolls it. */
export function clearFields(level: u32): void {
  store<u64>(level, 0, 8);
  store<u64>(level, 0, 16);
  store<u64>(level, 0, 24);
  store<u64>(level, 0, 32);
  store<u64>(level, 0, 40);
}

/** The one of that number; 0 where the message has none. */
export function field(level: u32, number: u32): u64 {
  return load<u64>(level + (number << 3));
}

/**
 * Reads fields up to the first one that is not among the known varints: returns where that is. They must come in the order of
 * their numbers, as all serialisers write them: then none comes twice, which thorough.ts would have to see both of.
 *
 * @param known a bit for each field number, from bit 0 on.
 */
export function readFields(level: u32, known: u32, from: u32, to: u32): u32 {
  let at = from;
  let before: u32 = 0;
  while (at < to) {
    // A number, and in the lowest three bits a wire type of 0: with fields eight bytes apart that is the place.
    const tag = <u32>load<u8>(at);
    if ((tag & 7) != 0 || ((known >>> (tag >>> 3)) & 1) == 0) {
      break;
    }
    if (tag <= before) {
      refuse();
    }
    before = tag;
    // As \`varint\` does, but for one and two bytes, which most have, without a word to another function of where it ends.
    let value = <u64>load<u8>(at, 1);
    at += 2;
    if (value >= 0x80) {
      const second = <u64>load<u8>(at);
      if (second < 0x80) {
        value = (value & 0x7f) | (second << 7);
        at++;
      } else {
        value = longVarint(at - 1);
        at = end();
      }
    }
    store<u64>(level + tag, value);
  }
  return at;
}
