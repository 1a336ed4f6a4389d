import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import type { TidemarkQuery } from '../types';
import { interpolate } from './interpolate';

// A template service with two variables, formatting several values as Grafana's own `regex` and `csv` do.
const VALUES: Record<string, string[]> = { fn: ['main.a', 'main.b'], one: ['5'] };
beforeAll(() => {
  setTemplateSrv({
    replace: (text = '', _vars: unknown, format?: string) =>
      text.replace(/\$(\w+)/g, (whole, name: string) => {
        const values = VALUES[name];
        if (!values) {
          return whole;
        }
        const escaped = values.map((value) => value.replace(/\./g, '\\.'));
        return format === 'regex' ? (values.length > 1 ? `(${escaped.join('|')})` : escaped[0]!) : values.join(',');
      }),
  } as unknown as TemplateSrv);
});

test('every field of both query types takes variables', () => {
  const goroutines: TidemarkQuery = {
    refId: 'A',
    queryType: 'goroutines',
    groupBy: 'stack',
    top: '$one',
    focus: '^$fn$',
    ignore: '$one',
  };
  expect(interpolate(goroutines)).toMatchObject({ top: '5', focus: '^(main\\.a|main\\.b)$', ignore: '5' });

  const memory: TidemarkQuery = { refId: 'A', queryType: 'memory', view: 'fields', fields: ['Sys', '$fn'] };
  expect(interpolate(memory)).toMatchObject({ fields: ['Sys', 'main.a', 'main.b'] });
});
