import { SampleReader } from './samples';

/** Reads the messages that give a program counter its name: Location, Line and Function. */
export class SymbolReader extends SampleReader {
  protected location(end: number): void {
    const { out, wire } = this;
    out.locationOffset.push(wire.fieldStart);
    out.locationLineStart.push(out.lineNumber.length);
    let [idLo, idHi, mappingLo, mappingHi, addressLo, addressHi] = [0, 0, 0, 0, 0, 0];
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
          this.line(this.message(end, 'Location.line'));
          break;
        case 5:
          this.bool(end, 'Location.is_folded');
          break;
        default:
          wire.skip(end);
      }
    }
    out.locationId.push(idLo, idHi);
    out.locationMappingId.push(mappingLo, mappingHi);
    out.locationAddress.push(addressLo, addressHi);
  }

  private line(end: number): void {
    const { out, wire } = this;
    out.lineOffset.push(wire.fieldStart);
    let functionLo = 0;
    let functionHi = 0;
    let line = 0;
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
          this.safeInt(end, 'Line.column');
          break;
        default:
          wire.skip(end);
      }
    }
    out.lineFunctionId.push(functionLo, functionHi);
    out.lineNumber.push(line);
  }

  protected function(end: number): void {
    const { out, wire } = this;
    let [idLo, idHi, name, filename, startLine] = [0, 0, 0, 0, 0];
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
          this.stringIndex(end, 'Function.system_name');
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
    out.functionFilename.push(filename);
    out.functionStartLine.push(startLine);
  }
}
