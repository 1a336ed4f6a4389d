const instances = new Map<string, readonly object[]>();

/**
 * Keeps an instance of each of some classes alive until it is called again under the same name.
 *
 * After a major garbage collection V8 forgets the hidden class of a class that has no instance left, and with it the code
 * that it compiled for such instances: a decoder is then five times as slow as it was. Between two scrapes nothing of a
 * decoder is left, and there is a major collection between most scrapes. So whoever has finished work calls this with
 * fresh instances, which hold nothing; instances from before the work may have a hidden class that is out of date.
 */
export function keepAlive(name: string, fresh: readonly object[]): void {
  instances.set(name, fresh);
}
