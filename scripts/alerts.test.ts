import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { ROOT } from './stale';

const read = <T>(file: string) => load(readFileSync(path.join(ROOT, file), 'utf8')) as T;

interface Alert {
  for?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}
interface PrometheusAlert extends Alert {
  alert: string;
  expr: string;
}
interface GrafanaAlert extends Alert {
  condition: string;
  data: Array<{ refId: string; datasourceUid: string; model: { expr?: string; expression?: string } }>;
}
interface Compose {
  services: Record<string, { image?: string; profiles?: string[]; volumes?: string[] }>;
  volumes: Record<string, unknown>;
}

const rulesOf = <T>(file: string) => read<{ groups: Array<{ rules: T[] }> }>(file).groups.flatMap(({ rules }) => rules);
const forPrometheus = rulesOf<PrometheusAlert>('provisioning/history/rules.yml');
const forGrafana = rulesOf<GrafanaAlert>('provisioning/alerting/tidemark.yaml');

const HISTORY = path.join(ROOT, 'provisioning/history');
/** Days are gone through sample by sample: two seconds, on a machine with nothing else to do. */
const PROMTOOL_TIMEOUT_MS = 60_000;
const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

// promtool is in Debian's package prometheus. Each program's fate, and what is to be said of it, is in rules.test.yml.
(hasPromtool ? test : test.skip).each([
  ['check', 'config', 'prometheus.yml'],
  ['test', 'rules', 'rules.test.yml'],
])(
  'promtool %s %s %s (skipped where there is no promtool)',
  (...args) => {
    const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: HISTORY, encoding: 'utf8' });
    expect({ status, output: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, output: '' });
  },
  PROMTOOL_TIMEOUT_MS
);

test('Grafana asks what Prometheus asks, and says what it says', () => {
  // Each has its own words for the value and for where Grafana is.
  const inGrafanasWords = (text: string) =>
    text
      .replace(/\{\{ \$value (\|.+?) \}\}/g, '{{ with $$values.A }}{{ .Value $1 }}{{ end }}')
      .replace('{{ $externalLabels.grafana }}/', '{{ externalURL }}');
  const asGrafana = forPrometheus.map(({ expr, labels, annotations, ...rule }) => ({
    expr: expr.trim(),
    for: rule.for ?? '0s',
    labels,
    annotations: Object.fromEntries(Object.entries(annotations).map(([key, text]) => [key, inGrafanasWords(text)])),
  }));
  expect(asGrafana.length).toBeGreaterThan(0);
  expect(
    forGrafana.map(({ data, labels, annotations, ...rule }) => ({
      expr: data[0]?.model.expr?.trim(),
      for: rule.for,
      labels,
      annotations,
    }))
  ).toEqual(asGrafana);
});

test('Grafana’s rules ask the data source that the profile brings, and fire on what it answers', () => {
  const { datasources } = read<{ datasources: Array<{ uid: string; type: string }> }>(
    'provisioning/history/datasources.yaml'
  );
  const prometheus = datasources.find(({ type }) => type === 'prometheus')?.uid;
  for (const { condition, data } of forGrafana) {
    expect(data.map(({ datasourceUid }) => datasourceUid)).toEqual([prometheus, '__expr__']);
    expect(data[1]?.model.expression).toBe(data[0]?.refId);
    expect(condition).toBe(data[1]?.refId);
  }
});

test('links open a dashboard that ships, on the data source of the job', () => {
  const folder = path.join(ROOT, 'src/dashboards');
  const variables = new Map<string, string[]>();
  for (const name of readdirSync(folder)) {
    const { uid, templating } = JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
    variables.set(
      uid,
      templating.list.map((variable: { name: string }) => variable.name)
    );
  }
  for (const { annotations } of forPrometheus) {
    const link = new URL((annotations.dashboard_url ?? '').replace('{{ $externalLabels.grafana }}', 'http://grafana'));
    expect(variables.get(link.pathname.replace('/d/', ''))).toContain('datasource');
    expect(link.searchParams.get('var-datasource')).toBe('{{ urlquery $labels.job }}');
  }
  const jobs = read<{ scrape_configs: Array<{ job_name: string }> }>('provisioning/history/prometheus.yml');
  const demo = read<{ datasources: Array<{ uid: string }> }>('provisioning/datasources/tidemark.yaml');
  expect(jobs.scrape_configs.map(({ job_name }) => job_name)).toEqual(demo.datasources.map(({ uid }) => uid));
});

describe('docker-compose.yaml', () => {
  const { services, volumes } = read<Compose>('docker-compose.yaml');

  test('starts Grafana and the demo, and the rest with the profile', () => {
    const plain = Object.keys(services).filter((name) => services[name]?.profiles === undefined);
    expect(plain).toEqual(['grafana', 'demo']);
    const others = Object.entries(services).filter(([name]) => !plain.includes(name));
    expect(others.map(([, { profiles }]) => profiles)).toEqual(others.map(() => ['history']));
  });

  test('pins every image, and lets the environment choose another', () => {
    const images = Object.values(services).flatMap(({ image }) => image ?? []);
    expect(images.filter((image) => !/^\w+\/\w+:\$\{[A-Z]+_VERSION:-v?\d+\.\d+\.\d+\}$/.test(image))).toEqual([]);
  });

  test('mounts what there is', () => {
    const sources = Object.values(services).flatMap(({ volumes: mounts = [] }) =>
      mounts.map((m) => m.split(':')[0] ?? '')
    );
    const [files, named] = [sources.filter((s) => s.startsWith('.')), sources.filter((s) => !s.startsWith('.'))];
    // dist/ is built.
    expect(files.filter((file) => file !== './dist' && !existsSync(path.join(ROOT, file)))).toEqual([]);
    expect([...new Set(named)].sort()).toEqual(Object.keys(volumes).sort());
  });
});
