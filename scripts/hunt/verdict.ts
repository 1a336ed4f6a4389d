import type { CaveatKind } from '../../src/core/growth/caveats';
import { isIgnorable } from '../../src/core/growth/ignorables';
import type { Suspects } from '../../src/core/growth/suspect';
import { suspects } from '../../src/core/growth/suspects';
import type { Stack } from '../../src/core/profile/stack';
import type { TimestampMs } from '../../src/core/scrape';
import type { HuntOptions } from './args';
import type { Watched } from './watch';

export interface Verdict {
  target: string;
  fromMs: TimestampMs;
  toMs: TimestampMs;
  scrapes: number;
  failed: number;
  found: Suspects;
  /** 0 nothing leaks, 1 something does, 2 too little was seen to tell. */
  exitCode: 0 | 1 | 2;
}

export function verdictOf({ builds, failed, range, scrapes }: Watched, options: HuntOptions): Verdict {
  const { falseDiscoveryRate, minPercent, minRise, target, warmUpMs } = options;
  const found = suspects(range, {
    deploys: builds,
    falseDiscoveryRate,
    minRise,
    minPercent,
    warmUpMs,
    ignore: (stack) => isIgnored(stack, options),
  });
  const { times } = range;
  return {
    target: target.name,
    fromMs: times[0] as number,
    toMs: times.at(-1) as number,
    scrapes,
    failed,
    found,
    exitCode: exitCodeOf(found),
  };
}

/** A gate must not open where what runs now was not judged. */
function exitCodeOf({ caveats, suspects: leaks }: Suspects): 0 | 1 | 2 {
  const has = (kind: CaveatKind) => caveats.some((caveat) => caveat.kind === kind);
  if (has('too few scrapes')) {
    return 2;
  }
  return leaks.length > 0 ? 1 : has('deploy too new') ? 2 : 0;
}

function isIgnored(stack: Stack, { hasPreset, ignore }: HuntOptions): boolean {
  return (
    (hasPreset && isIgnorable(stack)) || stack.frames.some((frame) => ignore.some((one) => one.test(frame.function)))
  );
}
