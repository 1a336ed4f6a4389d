import 'systemjs/dist/system.js';
import 'systemjs/dist/extras/amd.js';
import 'systemjs/dist/extras/named-register.js';
import { MISSING, SHARED } from './shared';

interface SystemJs {
  import(url: string): Promise<unknown>;
  set(id: string, module: object): void;
  register(name: string, dependencies: string[], declare: () => { execute: () => void }): void;
  addImportMap(map: { imports: Record<string, string> }): void;
  constructor: { prototype: { shouldFetch: (url: string) => boolean } };
}

// A scheme of its own makes a bare name an address.
const PREFIX = 'tidemark-shared:';

/** SystemJS with the shared modules in its registry; bundles come by fetch, as Grafana loads them. */
export function prepareSystem(): SystemJs {
  const system = Reflect.get(window, 'System') as SystemJs;
  const names = [...Object.keys(SHARED), ...MISSING];
  system.addImportMap({ imports: Object.fromEntries(names.map((name) => [name, PREFIX + name])) });
  for (const [name, module] of Object.entries(SHARED)) {
    system.set(PREFIX + name, Object(module));
  }
  for (const name of MISSING) {
    system.register(PREFIX + name, [], () => ({
      execute: () => {
        throw new Error(`the plugin imports "${name}", which Grafana has and the preview host has not`);
      },
    }));
  }
  system.constructor.prototype.shouldFetch = () => true;
  return system;
}
