import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';
import {
  AdvancedHttpSettings,
  Auth,
  ConfigSection,
  ConnectionSettings,
  convertLegacyAuthProps,
  DataSourceDescription,
} from '@grafana/plugin-ui';
import { Divider, Field, Input } from '@grafana/ui';
import React from 'react';
import {
  DEFAULT_DEPLOY_TAGS,
  DEFAULT_HEAP_INTERVAL_SECONDS,
  DEFAULT_RETENTION_HOURS,
  DEFAULT_SCRAPE_INTERVAL_SECONDS,
  MIN_HEAP_INTERVAL_SECONDS,
  MIN_SCRAPE_INTERVAL_SECONDS,
} from '../settings';
import type { TidemarkOptions } from '../types';
import { BudgetField } from './BudgetField';
import { OneOf } from './Choice';
import { KeptField } from './KeptField';
import { MEMORY_SOURCE_OPTIONS } from './options';
import { PastFields } from './PastFields';
import { ProofField } from './ProofField';
import { PyroscopeFields } from './PyroscopeFields';
import { SourceLinksFields } from './SourceLinksFields';
import { VersionMetricField } from './VersionMetricField';

const FIELD_WIDTH = 40;

type Props = DataSourcePluginOptionsEditorProps<TidemarkOptions>;

/** The settings page of a data source. "Save & test" below it is Grafana's own. */
export function ConfigEditor({ options, onOptionsChange }: Props) {
  const { jsonData } = options;
  const set = (changed: Partial<TidemarkOptions>) =>
    onOptionsChange({ ...options, jsonData: { ...jsonData, ...changed } });

  return (
    <>
      <DataSourceDescription
        dataSourceName="Tidemark pprof"
        docsLink="https://pkg.go.dev/net/http/pprof"
        hasRequiredFields
      />
      <Divider />
      <ConnectionSettings
        config={options}
        // Panels show the URL, and a changed one begins a new history; Grafana itself keeps it from the browser.
        onChange={(config) =>
          onOptionsChange({ ...config, jsonData: { ...config.jsonData, targetUrl: config.url.replace(/\/+$/, '') } })
        }
        urlLabel="URL of the Go program"
        urlPlaceholder="http://localhost:6060"
        urlTooltip="As the Grafana server reaches it, without /debug/pprof. It must import net/http/pprof."
      />
      <Divider />
      <Auth {...convertLegacyAuthProps({ config: options, onChange: onOptionsChange })} />
      <Divider />
      <ConfigSection title="Sampling" description="How often the program is asked, and how much is remembered.">
        <NumberField
          id="tidemark-interval"
          label="Scrape interval"
          description="Seconds between two scrapes. Each is one goroutine profile and one memory request."
          placeholder={String(DEFAULT_SCRAPE_INTERVAL_SECONDS)}
          min={MIN_SCRAPE_INTERVAL_SECONDS}
          value={jsonData.scrapeIntervalSeconds}
          onChange={(scrapeIntervalSeconds) => set({ scrapeIntervalSeconds })}
        />
        <NumberField
          id="tidemark-heap-interval"
          label="Heap profile interval"
          description="Seconds between two heap profiles. They are dear, and taken only while a panel shows a heap query."
          placeholder={String(DEFAULT_HEAP_INTERVAL_SECONDS)}
          min={MIN_HEAP_INTERVAL_SECONDS}
          value={jsonData.heapIntervalSeconds}
          onChange={(heapIntervalSeconds) => set({ heapIntervalSeconds })}
        />
        <NumberField
          id="tidemark-retention"
          label="Retention"
          description="Hours that this browser keeps what was sampled, as far as its room allows."
          placeholder={String(DEFAULT_RETENTION_HOURS)}
          min={0}
          value={jsonData.retentionHours}
          onChange={(retentionHours) => set({ retentionHours })}
        />
        <Field
          noMargin={false}
          label="Memory source"
          description="Automatic takes the best the program has. “Save & test” says which that is."
        >
          <OneOf
            id="tidemark-memory-source"
            width={FIELD_WIDTH}
            isClosed
            options={MEMORY_SOURCE_OPTIONS}
            value={jsonData.memorySource ?? 'auto'}
            onChange={(memorySource) => set({ memorySource })}
          />
        </Field>
        <BudgetField
          width={FIELD_WIDTH}
          value={jsonData.costBudgetPercent}
          onChange={(costBudgetPercent) => set({ costBudgetPercent })}
        />
        <ProofField value={jsonData.proveLeaks} onChange={(proveLeaks) => set({ proveLeaks })} />
      </ConfigSection>
      <Divider />
      <ConfigSection
        title="Kept in this browser"
        description="What was sampled outlives the page. It stays in this browser: neither Grafana nor anybody else gets it."
      >
        <KeptField options={options} />
      </ConfigSection>
      <Divider />
      <ConfigSection
        title="Deploys"
        description="Leaks are named by the deploy that they came with. Another version, build id or Go version is seen by itself; what CI posts to Grafana as an annotation is read from there."
      >
        <VersionMetricField
          width={FIELD_WIDTH}
          value={jsonData.versionMetric}
          onChange={(versionMetric) => set({ versionMetric })}
        />
        <Field
          noMargin={false}
          label="Tags of deploys"
          description="An annotation with all of these tags is a deploy. Separate them by commas."
          htmlFor="tidemark-deploy-tags"
        >
          <Input
            id="tidemark-deploy-tags"
            width={FIELD_WIDTH}
            placeholder={DEFAULT_DEPLOY_TAGS.join(', ')}
            defaultValue={jsonData.deployTags?.join(', ')}
            onBlur={({ currentTarget }) => set({ deployTags: tagsOf(currentTarget.value) })}
          />
        </Field>
      </ConfigSection>
      <Divider />
      <ConfigSection
        title="Past"
        description="What was before this browser began to sample: memory and goroutines, from where they are recorded already."
      >
        <PastFields
          width={FIELD_WIDTH}
          uid={jsonData.prometheusUid}
          matchers={jsonData.prometheusMatchers}
          onChange={set}
        />
        <PyroscopeFields
          width={FIELD_WIDTH}
          uid={jsonData.pyroscopeUid}
          selector={jsonData.pyroscopeSelector}
          onChange={set}
        />
      </ConfigSection>
      <Divider />
      <ConfigSection
        title="Source links"
        description="Frames of your own code link to your repository. The standard library and public modules link to their own release by themselves."
      >
        <SourceLinksFields
          width={FIELD_WIDTH * 1.5}
          template={jsonData.sourceTemplate}
          trim={jsonData.sourceTrim}
          onChange={set}
        />
      </ConfigSection>
      <Divider />
      <ConfigSection
        title="Other places"
        description="Full URLs, for a program that serves something elsewhere: its metrics on another port, or pprof under another path."
        isCollapsible
        isInitiallyOpen={Boolean(jsonData.pprofUrl || jsonData.metricsUrl || jsonData.expvarUrl)}
      >
        <UrlField
          id="tidemark-pprof-url"
          label="pprof"
          usual="debug/pprof"
          url={options.url}
          value={jsonData.pprofUrl}
          onChange={(pprofUrl) => set({ pprofUrl })}
        />
        <UrlField
          id="tidemark-metrics-url"
          label="Prometheus metrics"
          usual="metrics"
          url={options.url}
          value={jsonData.metricsUrl}
          onChange={(metricsUrl) => set({ metricsUrl })}
        />
        <UrlField
          id="tidemark-expvar-url"
          label="expvar"
          usual="debug/vars"
          url={options.url}
          value={jsonData.expvarUrl}
          onChange={(expvarUrl) => set({ expvarUrl })}
        />
      </ConfigSection>
      <Divider />
      <ConfigSection title="Additional settings" isCollapsible isInitiallyOpen={false}>
        <AdvancedHttpSettings config={options} onChange={onOptionsChange} />
      </ConfigSection>
    </>
  );
}

function tagsOf(text: string): string[] | undefined {
  const tags = text
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean);
  return tags.length > 0 ? tags : undefined;
}

interface NumberFieldProps {
  id: string;
  label: string;
  description: string;
  placeholder: string;
  min: number;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}

function NumberField({ id, label, description, placeholder, min, value, onChange }: NumberFieldProps) {
  return (
    <Field noMargin={false} label={label} description={description} htmlFor={id}>
      <Input
        id={id}
        type="number"
        width={FIELD_WIDTH}
        min={min}
        placeholder={placeholder}
        value={value ?? ''}
        onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? undefined : Number(currentTarget.value))}
      />
    </Field>
  );
}

interface UrlFieldProps {
  id: string;
  label: string;
  /** Where it is when the field is empty, below the data source's URL. */
  usual: string;
  url: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

function UrlField({ id, label, usual, url, value, onChange }: UrlFieldProps) {
  const wrong = value !== undefined && !/^https?:\/\/[^/]/.test(value);
  return (
    <Field
      noMargin={false}
      label={label}
      htmlFor={id}
      invalid={wrong}
      error={wrong ? 'A full URL is needed here, with http:// or https:// and a host.' : undefined}
    >
      <Input
        id={id}
        width={FIELD_WIDTH * 1.5}
        placeholder={`${(url || 'http://localhost:6060').replace(/\/+$/, '')}/${usual}`}
        value={value ?? ''}
        // The routes in plugin.json append to it, so it must not end in a slash.
        onChange={({ currentTarget }) => onChange(currentTarget.value.trim().replace(/\/+$/, '') || undefined)}
      />
    </Field>
  );
}
