import { INPUT, longer, take } from './memory';
import { isQueueFull, join, joinedSize, lookUp, lookUpAll } from './stacks';
import { noteString } from './strings';
import { end, refuse, varint } from './wire';

/** Columns of Profile.sample, as SampleColumns of profile.ts has them. */
export let samples: u32 = 0;
export let sampleStack: u32 = 0;
export let sampleValueStart: u32 = 0;
export let sampleLabelFrom: u32 = 0;
export let sampleEnd: u32 = 0;
let capacity: u32 = 0;

export let valueCount: u32 = 0;
export let values: u32 = 0;
let valueCapacity: u32 = 0;
/** How many values every sample has; -1 where one has more than another. */
export let valuesEach: i32 = 0;

/** A sample whose stack is that of the sample before, until `fillIn`. */
const AS_BEFORE: u32 = u32.MAX_VALUE;
let filled: u32 = 0;

/** Number.MAX_SAFE_INTEGER: values beyond are kept as bigints, which is thorough.ts's to do. */
const MOST: i64 = 9007199254740991;

let inputSize: u32 = 0;

export function resetSamples(size: u32, expected: u32): void {
  inputSize = size;
  samples = valueCount = filled = 0;
  valuesEach = 0;
  capacity = expected;
  sampleStack = take(capacity << 2);
  // One more cell than samples: the last one says where the last sample's values end.
  sampleValueStart = take((capacity + 1) << 2);
  sampleLabelFrom = take(capacity << 2);
  sampleEnd = take(capacity << 2);
  valueCapacity = expected;
  values = take(valueCapacity << 3);
}

function grow(): void {
  const used = capacity << 2;
  capacity <<= 1;
  sampleStack = longer(sampleStack, used, capacity << 2);
  sampleValueStart = longer(sampleValueStart, used, (capacity + 1) << 2);
  sampleLabelFrom = longer(sampleLabelFrom, used, capacity << 2);
  sampleEnd = longer(sampleEnd, used, capacity << 2);
}

function growValues(): void {
  values = longer(values, valueCapacity << 3, valueCapacity << 4);
  valueCapacity <<= 1;
}

export function sample(from: u32, to: u32): void {
  if (samples == capacity) {
    grow();
  }
  const cell = samples << 2;
  store<u32>(sampleValueStart + cell, valueCount);
  let idsAt: u32 = 0;
  let idsSize: u32 = 0;
  let hasIds = false;
  let labelFrom = to;
  let at = from;
  while (at < to) {
    const tag = load<u8>(at);
    if (tag == 0x1a) {
      labelFrom = min(labelFrom, at);
      at = label(at, to);
    } else if (tag == 0x10) {
      value(varint(at + 1));
      at = end();
    } else if (tag == 0x12) {
      const listEnd = list(at + 1, to);
      at = end();
      while (at < listEnd) {
        value(varint(at));
        at = end();
      }
      if (at != listEnd) {
        return refuse();
      }
    } else if (tag == 0x0a && !hasIds) {
      const listEnd = list(at + 1, to);
      at = end();
      // The last byte of a list of varints ends one.
      if (listEnd > at && load<u8>(listEnd - 1) >= 0x80) {
        return refuse();
      }
      idsAt = at - INPUT;
      idsSize = listEnd - at;
      hasIds = true;
      at = listEnd;
    } else if (tag == 0x08 && !hasIds) {
      idsAt = inputSize + joinedSize;
      at = join(at, to);
      idsSize = inputSize + joinedSize - idsAt;
      hasIds = true;
    } else {
      return refuse();
    }
  }
  if (at != to) {
    return refuse();
  }
  store<u32>(sampleLabelFrom + cell, labelFrom - INPUT);
  store<u32>(sampleEnd + cell, to - INPUT);
  const count = valueCount - load<u32>(sampleValueStart + cell);
  if (samples == 0) {
    valuesEach = count;
  } else if (count != valuesEach) {
    valuesEach = -1;
  }
  if (!lookUp(idsAt, idsSize, samples)) {
    store<u32>(sampleStack + cell, AS_BEFORE);
  }
  samples++;
  if (isQueueFull()) {
    fillIn();
  }
}

/** Gives every sample so far its stack. */
export function fillIn(): void {
  lookUpAll(sampleStack);
  let before: u32 = filled == 0 ? 0 : load<u32>(sampleStack + ((filled - 1) << 2));
  for (; filled < samples; filled++) {
    const at = sampleStack + (filled << 2);
    const stack = load<u32>(at);
    if (stack == AS_BEFORE) {
      store<u32>(at, before);
    } else {
      before = stack;
    }
  }
}

/** The size of a list at `at`: returns where the list ends, at most `to`; `end` is where it begins. */
function list(at: u32, to: u32): u32 {
  const size = varint(at);
  if (size > <u64>(to - at)) {
    refuse();
    return to;
  }
  return end() + <u32>size;
}

function value(bits: u64): void {
  const number = <i64>bits;
  if (number > MOST || number < -MOST) {
    refuse();
  }
  if (valueCount == valueCapacity) {
    growValues();
  }
  store<f64>(values + (valueCount << 3), <f64>number);
  valueCount++;
}

/** Passes over a label, checking it: returns where it ends. */
function label(from: u32, to: u32): u32 {
  const size = <u32>load<u8>(from + 1);
  let at = from + 2;
  const labelEnd = at + size;
  // A size of two bytes begins with 0x80 or more.
  if (size >= 0x80 || labelEnd > to) {
    refuse();
    return to;
  }
  while (at < labelEnd) {
    const tag = load<u8>(at);
    const content = varint(at + 1);
    if (tag == 0x08 || tag == 0x10 || tag == 0x20) {
      noteString(content);
    } else if (tag != 0x18) {
      refuse();
    }
    at = end();
  }
  if (at != labelEnd) {
    refuse();
  }
  return labelEnd;
}
