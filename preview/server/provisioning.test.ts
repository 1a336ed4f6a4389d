import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expandEnv } from './expand';
import { readProvisioning } from './provisioning';

const env = { HOST: 'demo', EMPTY: '' };

test.each([
  ['http://$HOST:6060', 'http://demo:6060'],
  ['http://${HOST}:6060', 'http://demo:6060'],
  ['$__env{HOST}', 'demo'],
  ['$MISSING!', '!'],
  ['a$$HOST', 'a$HOST'],
  ['cost: 5 $', 'cost: 5 $'],
])('%s is read as %s', (text, expanded) => {
  expect(expandEnv(text, env)).toBe(expanded);
});

test('what is not supported is refused', () => {
  expect(() => expandEnv('$__file{/etc/secret}', env)).toThrow('$__file{...} is not supported by the preview');
});

describe('a provisioning folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'provisioning-'));
    mkdirSync(path.join(folder, 'datasources'));
    mkdirSync(path.join(folder, 'dashboards'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('gives data sources, read-only unless editable', () => {
    writeFileSync(
      path.join(folder, 'datasources', 'a.yaml'),
      `apiVersion: 1
datasources:
  - { name: A, type: t, url: "http://$HOST", jsonData: { n: 2 }, secureJsonData: { token: $HOST } }
  - { name: B, type: t, uid: b, editable: true }
`
    );
    const { dataSources } = readProvisioning(folder, env);
    expect(dataSources).toMatchObject([
      { name: 'A', url: 'http://demo', jsonData: { n: 2 }, secureJsonData: { token: 'demo' }, readOnly: true },
      { name: 'B', uid: 'b', readOnly: false },
    ]);
  });

  test('gives the folders of dashboard providers', () => {
    writeFileSync(
      path.join(folder, 'dashboards', 'a.yml'),
      'providers:\n  - { name: P, type: file, options: { path: /x/$HOST } }\n'
    );
    expect(readProvisioning(folder, env).dashboardFolders).toEqual(['/x/demo']);
  });

  test('names the file that is wrong', () => {
    writeFileSync(path.join(folder, 'datasources', 'bad.yaml'), 'datasources:\n  - name: A\n');
    expect(() => readProvisioning(folder, env)).toThrow(/bad\.yaml: a data source needs a name and a type/);
  });

  test('may be empty', () => {
    expect(readProvisioning(path.join(folder, 'none'), env)).toEqual({ dataSources: [], dashboardFolders: [] });
  });
});
