import { runSteps } from '../../steps';
import { wasmSteps } from './decode';

/** Of one message of each kind: `main.f` has one sample of 1. */
const SMALLEST = Uint8Array.of(
  ...[0x0a, 4, 0x08, 1, 0x10, 1],
  ...[0x12, 4, 0x08, 1, 0x10, 1],
  ...[0x1a, 2, 0x08, 1],
  ...[0x22, 12, 0x08, 1, 0x10, 1, 0x18, 1, 0x22, 4, 0x08, 1, 0x10, 1],
  ...[0x2a, 4, 0x08, 1, 0x10, 1],
  ...[0x32, 0],
  ...[0x32, 6, 0x6d, 0x61, 0x69, 0x6e, 0x2e, 0x66]
);

/**
 * Compiles the decoder, which takes some milliseconds, while the first profile is on its way: browsers leave most of that until
 * code is called. False where there is no WebAssembly.
 */
export function prepareDecoder(): boolean {
  return runSteps(wasmSteps(SMALLEST)) !== undefined;
}
