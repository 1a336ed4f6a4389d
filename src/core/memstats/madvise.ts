export type MadviseRegime = 'MADV_FREE' | 'MADV_DONTNEED' | 'unknown';

export interface Madvise {
  regime: MadviseRegime;
  /** How we know, for a person. */
  because: string;
}

/**
 * How Go gives memory back on Linux >= 4.5. MADV_DONTNEED takes pages at once, so RSS falls; MADV_FREE leaves them in
 * RSS until the kernel is short. The default was MADV_FREE from Go 1.12 to 1.15 (release notes of Go 1.12 and 1.16;
 * runtime/mem_linux.go), and GODEBUG=madvdontneed=0 or =1 decides in every version from 1.12.
 *
 * @param goVersion as runtime.Version() has it; @param godebug the GODEBUG setting, '' where it is known to be empty
 */
export function madvise(goVersion?: string, godebug?: string): Madvise {
  const minor = goMinor(goVersion);
  if (minor !== undefined && minor <= 11) {
    return { regime: 'MADV_DONTNEED', because: `${goVersion} knows MADV_DONTNEED only` };
  }
  const setting = madvdontneed(godebug);
  if (setting !== undefined) {
    return {
      regime: setting ? 'MADV_DONTNEED' : 'MADV_FREE',
      because: `GODEBUG has madvdontneed=${setting ? 1 : 0}`,
    };
  }
  if (minor === undefined) {
    return { regime: 'unknown', because: goVersion ? `${goVersion} is no Go release` : 'the Go version is not known' };
  }
  const unless = godebug === undefined ? ', unless GODEBUG says otherwise (the target does not tell)' : '';
  return minor <= 15
    ? { regime: 'MADV_FREE', because: `${goVersion} uses MADV_FREE by default${unless}` }
    : { regime: 'MADV_DONTNEED', because: `${goVersion} uses MADV_DONTNEED by default${unless}` };
}

/** The minor number of Go 1.x: `go1.26.8`, `go1.21rc2`, `go1.22.1 X:loopvar`, `devel go1.27-abcdef`. */
function goMinor(goVersion: string | undefined): number | undefined {
  const match = /\bgo1\.(\d+)/.exec(goVersion ?? '');
  return match ? Number(match[1]) : undefined;
}

/** The last setting counts (runtime/runtime1.go, parsegodebug). */
function madvdontneed(godebug: string | undefined): boolean | undefined {
  const settings = (godebug ?? '').split(',').filter((item) => /^madvdontneed=-?\d+$/.test(item.trim()));
  const last = settings.at(-1);
  return last === undefined ? undefined : Number(last.split('=')[1]) !== 0;
}
