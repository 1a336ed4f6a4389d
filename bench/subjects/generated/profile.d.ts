import type { LongMessage } from '../long';

export const perftools: { profiles: { Profile: { decode(bytes: Uint8Array): LongMessage } } };
