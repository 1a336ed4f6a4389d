import { StoredError } from './error';
import { packRecord, unpackRecord, type Plain } from './record';

/** Everything that is kept of a target, to be carried to another browser in one file. */
export interface Archive {
  /** The target, for a person. */
  readonly label: string;
  readonly chunks: readonly ArchivedRecord[];
  readonly heaps: readonly ArchivedRecord[];
}

/** A record as a store has it, with when its first and its last scrape were. */
export interface ArchivedRecord {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly bytes: Uint8Array;
}

const KIND = 'tidemark history';
const VERSION = 1;

export function packArchive({ chunks, heaps, label }: Archive): Uint8Array<ArrayBuffer> {
  return packRecord({ kind: KIND, version: VERSION, label, chunks, heaps } as unknown as Plain);
}

/** @throws StoredError, in words for a person, where it is no such file, or one of its records is damaged */
export function unpackArchive(bytes: Uint8Array): Archive {
  const { kind, version, ...archive } = unpackRecord(bytes) as unknown as Archive & { kind: unknown; version: unknown };
  if (kind !== KIND) {
    throw new StoredError('This is a file of Tidemark’s, but not an exported history.');
  }
  if (version !== VERSION) {
    throw new StoredError(
      `This history was exported by another version of Tidemark: ${version}, where ${VERSION} is known.`
    );
  }
  return archive;
}
