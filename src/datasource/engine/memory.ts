import { MemoryParseError } from '../../core/memstats/error';
import { parseExpvar } from '../../core/memstats/expvar';
import type { MemorySource } from '../../core/memstats/fields';
import { parseMetricsSteps } from '../../core/memstats/metrics';
import { parseHeapTrailer } from '../../core/memstats/trailer';
import type { VersionMetric } from '../../core/memstats/version';
import type { Steps } from '../../core/steps';
import { TargetError } from '../client/errors';
import type { MemoryInput, MemoryReading } from './engine';
import type { Slicer } from './slices';

type Parser = (body: Uint8Array, versionMetric: VersionMetric | undefined) => Steps<MemoryReading>;

const PARSERS: Readonly<Record<MemorySource, Parser>> = {
  '/metrics': (body, versionMetric) => parseMetricsSteps(textOf(body), versionMetric),
  *'/debug/vars'(body) {
    yield;
    return parseExpvar(textOf(body));
  },
  *'heap?debug=1'(body) {
    yield;
    return { memory: parseHeapTrailer(textOf(endOf(body))), process: {} };
  },
};

/** @throws TargetError */
export async function readMemory(
  { answer: { asked, body }, source, versionMetric }: MemoryInput,
  slicer: Slicer,
  abort?: AbortSignal
): Promise<MemoryReading> {
  try {
    return await slicer.run(PARSERS[source](new Uint8Array(body), versionMetric), abort);
  } catch (error) {
    if (error instanceof MemoryParseError) {
      throw new TargetError(
        asked,
        `It answered with ${error.found}, not with ${error.expected}.`,
        'Check the URL in the data source’s settings.',
        200
      );
    }
    throw error;
  }
}

/** The part with MemStats is some 12 KB, most of it the last 256 pauses. */
const TRAILER_BYTES = 64 * 1024;
const TRAILER = '# runtime.MemStats';

/**
 * Where the part is that the parser looks for; before it stands the whole heap profile as text, up to hundreds of MB.
 * Where it is not, the beginning, which says what came instead.
 */
function endOf(body: Uint8Array): Uint8Array {
  const end = body.subarray(-TRAILER_BYTES);
  return textOf(end).includes(TRAILER) ? end : body.subarray(0, TRAILER_BYTES);
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
