import { SymbolReader } from './symbols';

/**
 * One small method per message of profile.proto: V8 has small ones fast on the second call, where one large function
 * took five. Each takes the end of its message; field numbers are those of profile.proto.
 */
export class MessageReader extends SymbolReader {
  /** Reads up to `limit` more fields of the Profile message; false at its end. */
  fields(limit: number): boolean {
    const { wire } = this;
    const end = wire.bytes.length;
    for (let i = 0; i < limit; i++) {
      if (wire.pos >= end) {
        return false;
      }
      this.profileField(wire.tag(end), end);
    }
    return true;
  }

  protected override profileField(field: number, end: number): void {
    const { out, wire } = this;
    switch (field) {
      case 2:
        return this.sample(this.message(end, 'Profile.sample'));
      case 4:
        return this.location(this.message(end, 'Profile.location'));
      case 5:
        return this.function(this.message(end, 'Profile.function'));
      case 6: {
        out.strings.push(wire.pos);
        wire.pos = this.message(end, 'Profile.string_table');
        return;
      }
      default:
        return super.profileField(field, end);
    }
  }
}
