// What core takes from its surroundings that ECMAScript itself does not define. Every browser and Node have
// it; declaring it here keeps the DOM library out of core's compilation.
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input: Uint8Array): string;
}

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}

declare function atob(base64: string): string;

/** What of WebAssembly there is to use (webassembly.github.io/spec/js-api). */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
  }
  class Instance {
    constructor(module: Module);
    readonly exports: object;
  }
  /** A trap: here, always memory that could not be had. */
  class RuntimeError extends Error {}
}
