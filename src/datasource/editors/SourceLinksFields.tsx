import { Field, Input } from '@grafana/ui';
import React from 'react';
import { sourceUrl, templateError, type SourceContext } from '../../frames';
import type { TidemarkOptions } from '../types';

interface Props {
  width: number;
  template: string | undefined;
  trim: string | undefined;
  onChange: (changed: Pick<TidemarkOptions, 'sourceTemplate' | 'sourceTrim'>) => void;
}

const EXAMPLE_TEMPLATE = 'https://github.com/acme/orders/blob/{version}/{file}#L{line}';

/** How frames become links to the user's own repository, with what becomes of one while the settings are typed. */
export function SourceLinksFields({ width, template = '', trim = '', onChange }: Props) {
  const wrong = templateError(template);
  return (
    <>
      <Field
        noMargin={false}
        label="Template"
        description="The address of a line, with {file}, {line}, {function} and {version} in the place of its parts."
        htmlFor="tidemark-source-template"
        invalid={wrong !== undefined}
        error={wrong}
      >
        <Input
          id="tidemark-source-template"
          width={width}
          placeholder={EXAMPLE_TEMPLATE}
          value={template}
          onChange={({ currentTarget }) => onChange({ sourceTemplate: currentTarget.value.trim() || undefined })}
        />
      </Field>
      <Field
        noMargin={false}
        label="Cut off"
        description="What the paths of your files begin with in a profile: the folder that they were built in, or with -trimpath the module’s path. Only what begins so is taken for your code."
        htmlFor="tidemark-source-trim"
      >
        <Input
          id="tidemark-source-trim"
          width={width}
          placeholder="/build/orders/"
          value={trim}
          onChange={({ currentTarget }) => onChange({ sourceTrim: currentTarget.value.trim() || undefined })}
        />
      </Field>
      {template !== '' && wrong === undefined && <Example template={template} trim={trim} />}
    </>
  );
}

/** A frame as it may stand in a profile, and the link that these settings make of it. */
function Example(settings: { template: string; trim: string }) {
  const context: SourceContext = { ...settings, version: 'v1.4.2' };
  const folder = settings.trim.replace(/[\\/]+$/, '') || 'github.com/acme/orders';
  const file = `${folder}/internal/pay/client.go`;
  const url = sourceUrl({ function: 'github.com/acme/orders/internal/pay.(*Client).Charge', file, line: 118 }, context);
  return (
    <p data-testid="tidemark-source-example">
      At version v1.4.2 <code>{file}:118</code>{' '}
      {url === undefined ? (
        'has no link.'
      ) : (
        <>
          becomes <code>{url}</code>
        </>
      )}
    </p>
  );
}
