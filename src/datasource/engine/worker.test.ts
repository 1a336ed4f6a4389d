import { build } from 'esbuild';

// What stands in the blob. The real worker runs in the browser tests.

test('the worker’s bundle has nothing of Grafana, React or rxjs, and no way to fetch', async () => {
  const { metafile, outputFiles } = await build({
    entryPoints: ['src/datasource/engine/worker.ts'],
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
  });
  const foreign = Object.keys(metafile.inputs).filter(
    (path) => !/^(src\/(core|datasource\/(engine|client|store))|node_modules\/idb)\//.test(path)
  );
  expect(foreign).toEqual([]);
  const { text } = outputFiles[0]!;
  expect(text).not.toMatch(/\b(fetch|XMLHttpRequest|WebSocket|EventSource|importScripts|sendBeacon|eval|Function)\(/);
  expect(text).not.toMatch(/\bimport\(/);
  // 12,000 of them are the decoder's WebAssembly.
  expect(text.length).toBeLessThan(275_000);
});
