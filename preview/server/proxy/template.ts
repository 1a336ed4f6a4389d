export interface TemplateData {
  URL: string;
  JsonData: Record<string, unknown>;
  SecureJsonData: Record<string, string>;
}

/**
 * The part of Go's text/template that routes use: `{{ .URL }}`, `{{ .JsonData.a.b }}`, `{{ .SecureJsonData.x }}`, and
 * Grafana's `orEmpty`. A missing key of JsonData prints `<no value>` as Go does, a missing secret prints nothing.
 */
export function interpolate(text: string, data: TemplateData): string {
  return text.replace(/\{\{-?\s*(.*?)\s*-?\}\}/g, (_, expression: string) => {
    const match = /^(orEmpty\s+)?\.(URL|JsonData|SecureJsonData)((?:\.\w+)*)$/.exec(expression);
    if (!match) {
      throw new Error(`the preview does not understand {{ ${expression} }} in a route`);
    }
    const keys = (match[3] ?? '').split('.').filter((key) => key !== '');
    switch (match[2]) {
      case 'URL':
        return data.URL;
      case 'SecureJsonData':
        return data.SecureJsonData[keys[0] ?? ''] ?? '';
      default: {
        const value = keys.reduce<unknown>(step, data.JsonData);
        return value === undefined || value === null ? (match[1] ? '' : '<no value>') : String(value);
      }
    }
  });
}

function step(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
