import type { Granularity } from '../frametable';
import type { Frame } from '../stack';
import type { NamedFrame } from './view';

/** What is known of a frame, empty or 0 where it is not. */
export interface FrameFacts extends Frame {
  /** Of its line, not of where the function begins. */
  readonly lineNumber: number;
  /** In hexadecimal; only for granularity `addresses`. */
  readonly address: string;
  /** A path. */
  readonly binary: string;
}

/** The frame with pprof's name for it (graph.NodeInfo.NameComponents). One without symbols is called by its binary. */
export function named(facts: FrameFacts, granularity: Granularity): NamedFrame {
  const { address, binary, line } = facts;
  const hasPlace = granularity === 'lines' || granularity === 'addresses';
  const functionName = granularity === 'files' ? '' : facts.function;
  const file = granularity === 'functions' ? '' : clean(facts.file);
  const place = hasPlace && facts.lineNumber !== 0 ? `${file}:${facts.lineNumber}` : file;
  const unknown = functionName || place ? '' : binary ? `[${baseName(binary)}]` : '<unknown>';
  const name = [address, functionName, place, unknown].filter(Boolean).join(' ');
  return { function: functionName || (granularity === 'files' ? '' : name), file: facts.file, line, name };
}

/** Frames with the same key are one. */
export function frameKey(frame: NamedFrame, binary: string): string {
  const isUnknown = frame.name.endsWith(']') || frame.name.endsWith('<unknown>');
  return isUnknown ? `${frame.name}\0${binary}` : frame.name;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A path as Go's filepath.Clean writes it. */
export function clean(path: string): string {
  if (path === '' || !/\/[./]|^\.|\/$/.test(path)) {
    return path;
  }
  const isAbsolute = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') {
      parts.pop();
    } else if (part !== '' && part !== '.' && !(part === '..' && isAbsolute)) {
      parts.push(part);
    }
  }
  return (isAbsolute ? '/' : '') + parts.join('/') || '.';
}
