import type { SuspectMember, SuspectRow } from '../../../frames/contract';
import { count } from '../../../ui/format';
import { shortName } from '../../../frames/goName';
import { standsIn } from '../naming';

/** A figure stays beside its name. */
const NO_BREAK = '\u00a0';

/** The function that a member is called by, whole; empty for a stack without frames. */
export function memberFunction({ frames, namedBy }: SuspectMember): string {
  return frames[namedBy]?.function ?? '';
}

/** Beneath the name: which stacks the leak is made of, or where its one stack stands. */
export function membersLine({ members }: SuspectRow): string {
  const [first] = members;
  if (members.length < 2 || !first) {
    return first ? standsIn(first.frames, first.namedBy) : '';
  }
  const names = members.map(bareName);
  const parts = members.map(({ blockedOn, count: goroutines }, i) => {
    const name = names[i]!;
    const alike = names.filter((one) => one === name).length > 1;
    return `${name}${alike ? ` (${blockedOn})` : ''}${NO_BREAK}${count(goroutines)}`;
  });
  return `${members.length} stacks, one leak: ${parts.join(', ')}`;
}

/** `http2Client.reader` of `transport.(*http2Client).reader`: beside its siblings type and method say enough. */
function bareName(member: SuspectMember): string {
  const name = shortName(memberFunction(member)).replace(/\[.*\]/, '');
  const inPackage = /^[^.]*\.(.+)$/.exec(name)?.[1] ?? name;
  return inPackage.replace(/[()*]/g, '') || 'empty stack';
}
