// The one thing core takes from its surroundings that ECMAScript itself does not define. Every browser and Node have
// it; declaring it here keeps the DOM library out of core's compilation.
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input: Uint8Array): string;
}

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
