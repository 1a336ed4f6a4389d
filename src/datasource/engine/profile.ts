import { decodeSteps, isGzip } from '../../core/profile/decode';
import { ProfileError } from '../../core/profile/error';
import type { Profile } from '../../core/profile/profile';
import type { Steps } from '../../core/steps';
import type { Answer } from '../client/client';
import { CUT_ADVICE, explainBody, TargetError } from '../client/errors';
import { inflate } from './inflate';
import type { Slicer } from './slices';

/**
 * Inflates and decodes a profile, and reads from it what is asked for.
 *
 * @throws TargetError
 */
export async function readProfile<T>(
  answer: Answer,
  read: (profile: Profile) => Steps<T>,
  slicer: Slicer,
  abort?: AbortSignal
): Promise<T> {
  const bytes = await inflateProfile(answer, slicer, abort);
  try {
    const profile = await slicer.run(decodeSteps(bytes), abort);
    return await slicer.run(read(profile), abort);
  } catch (error) {
    if (error instanceof ProfileError) {
      throw new TargetError(
        answer.asked,
        `The profile that came cannot be read: ${error.message}.`,
        'Is the URL that of a Go program’s pprof endpoints? If so, please report this with the profile.',
        200
      );
    }
    throw error;
  }
}

/** The inflated bytes of a profile. pprof sends gzip as content, without a Content-Encoding, so nobody else inflates it. */
async function inflateProfile({ asked, body }: Answer, slicer: Slicer, abort?: AbortSignal): Promise<Uint8Array> {
  const bytes = new Uint8Array(body);
  if (!isGzip(bytes)) {
    throw explainBody(asked, body, 'a gzip’d profile');
  }
  try {
    return await inflate(bytes, slicer, abort);
  } catch (error) {
    abort?.throwIfAborted();
    const came =
      error instanceof RangeError
        ? `A profile came back that cannot be inflated: ${error.message}.`
        : `A damaged or cut profile came back: its ${bytes.length} bytes of gzip do not inflate.`;
    throw new TargetError(asked, came, CUT_ADVICE, 200);
  }
}
