import { SampleReader } from './samples';

/** A location's line, as Go writes its tag. */
const LINE = 0x22;

/**
 * Reads the messages that give a program counter its name: Location, Line and Function. Each is read the quick way where
 * it is as Go writes it, and from its start the thorough way where it is not.
 */
export class SymbolReader extends SampleReader {
  protected location(end: number): void {
    const { out, wire } = this;
    const start = wire.pos;
    const lines = out.lineNumber.length;
    out.locationOffset.push(wire.fieldStart);
    out.locationLineStart.push(lines);
    if (this.plainLocation(start, end)) {
      wire.pos = end;
    } else {
      out.takeBackLines(lines);
      wire.pos = start;
      this.anyLocation(end);
    }
  }

  protected function(end: number): void {
    const { out, wire } = this;
    const start = wire.pos;
    // id, name, system_name, filename, start_line
    if (this.plainFields(start, end) !== end || !this.plainStrings(2, 4)) {
      wire.pos = start;
      this.anyFunction(end);
      return;
    }
    wire.pos = end;
    out.functionId.pushNumber(this.plain(1));
    out.functionName.push(this.plain(2));
    out.functionSystemName.push(this.plain(3));
    out.functionFilename.push(this.plain(4));
    out.functionStartLine.push(this.plain(5));
  }

  /** `id`, `mapping_id` and `address` before the lines or after them: runtime/pprof has the mapping last. */
  private plainLocation(start: number, end: number): boolean {
    const { out, wire } = this;
    const { bytes } = wire;
    let id = 0;
    let mappingId = 0;
    let address = 0;
    let pos = start;
    while (pos < end) {
      const before = pos;
      if (bytes[pos] === LINE) {
        pos = this.plainLine(pos, end);
      } else {
        pos = this.plainFields(pos, end);
        id = this.has(1) ? this.plain(1) : id;
        mappingId = this.has(2) ? this.plain(2) : mappingId;
        address = this.has(3) ? this.plain(3) : address;
        if (this.has(4) || this.has(5)) {
          return false;
        }
      }
      if (pos <= before) {
        return false;
      }
    }
    out.locationId.pushNumber(id);
    out.locationMappingId.pushNumber(mappingId);
    out.locationAddress.pushNumber(address);
    out.locationFolded.push(0);
    return true;
  }

  /** `function_id`, `line`, `column`: returns where the line ends, or 0 where it is not plain. */
  private plainLine(start: number, end: number): number {
    const { out, wire } = this;
    const size = wire.bytes[start + 1] as number;
    const lineEnd = start + 2 + size;
    // A size of two bytes begins with 0x80 or more.
    if (size >= 0x80 || lineEnd > end || this.plainFields(start + 2, lineEnd) !== lineEnd) {
      return 0;
    }
    out.lineOffset.push(start);
    out.lineFunctionId.pushNumber(this.plain(1));
    out.lineNumber.push(this.plain(2));
    out.lineColumn.push(this.plain(3));
    return lineEnd;
  }

  private anyLocation(end: number): void {
    const { out, wire } = this;
    let [idLo, idHi, mappingLo, mappingHi, addressLo, addressHi, folded] = [0, 0, 0, 0, 0, 0, 0];
    while (wire.pos < end) {
      switch (wire.tag(end)) {
        case 1:
          this.scalar(end, 'Location.id');
          idLo = wire.lo;
          idHi = wire.hi;
          break;
        case 2:
          this.scalar(end, 'Location.mapping_id');
          mappingLo = wire.lo;
          mappingHi = wire.hi;
          break;
        case 3:
          this.scalar(end, 'Location.address');
          addressLo = wire.lo;
          addressHi = wire.hi;
          break;
        case 4:
          this.anyLine(this.message(end, 'Location.line'));
          break;
        case 5:
          folded = this.bool(end, 'Location.is_folded') ? 1 : 0;
          break;
        default:
          wire.skip(end);
      }
    }
    out.locationId.push(idLo, idHi);
    out.locationMappingId.push(mappingLo, mappingHi);
    out.locationAddress.push(addressLo, addressHi);
    out.locationFolded.push(folded);
  }

  private anyLine(end: number): void {
    const { out, wire } = this;
    out.lineOffset.push(wire.fieldStart);
    let functionLo = 0;
    let functionHi = 0;
    let line = 0;
    let column = 0;
    while (wire.pos < end) {
      switch (wire.tag(end)) {
        case 1:
          this.scalar(end, 'Line.function_id');
          functionLo = wire.lo;
          functionHi = wire.hi;
          break;
        case 2:
          line = this.safeInt(end, 'Line.line');
          break;
        case 3:
          column = this.safeInt(end, 'Line.column');
          break;
        default:
          wire.skip(end);
      }
    }
    out.lineFunctionId.push(functionLo, functionHi);
    out.lineNumber.push(line);
    out.lineColumn.push(column);
  }

  private anyFunction(end: number): void {
    const { out, wire } = this;
    let [idLo, idHi, name, systemName, filename, startLine] = [0, 0, 0, 0, 0, 0];
    while (wire.pos < end) {
      switch (wire.tag(end)) {
        case 1:
          this.scalar(end, 'Function.id');
          idLo = wire.lo;
          idHi = wire.hi;
          break;
        case 2:
          name = this.stringIndex(end, 'Function.name');
          break;
        case 3:
          systemName = this.stringIndex(end, 'Function.system_name');
          break;
        case 4:
          filename = this.stringIndex(end, 'Function.filename');
          break;
        case 5:
          startLine = this.safeInt(end, 'Function.start_line');
          break;
        default:
          wire.skip(end);
      }
    }
    out.functionId.push(idLo, idHi);
    out.functionName.push(name);
    out.functionSystemName.push(systemName);
    out.functionFilename.push(filename);
    out.functionStartLine.push(startLine);
  }
}
