import { dateTimeFormat, formattedValueToString, getValueFormat, type DataSourceSettings } from '@grafana/data';
import { Alert, Button, ConfirmButton, Stack, Text } from '@grafana/ui';
import React, { useEffect, useRef, useState } from 'react';
import { pageEngine } from '../engine';
import type { Engine, TargetKey } from '../engine/engine';
import { keyOf, targetOf } from '../settings';
import type { TidemarkOptions } from '../types';

type Usage = Awaited<ReturnType<Engine['usage']>>;

/** What came of a click. */
interface Said {
  readonly text: string;
  readonly isError: boolean;
}

interface Props {
  options: Pick<DataSourceSettings<TidemarkOptions>, 'jsonData' | 'name' | 'uid'>;
}

/** What this browser keeps of the target, with the ways to carry it elsewhere and to be rid of it. */
export function KeptField({ options }: Props) {
  const { id, label, maxAgeMs } = keyOf(targetOf(options));
  const target = { id, label, maxAgeMs };
  const [usage, setUsage] = useState<Usage | 'unknown'>('unknown');
  const [said, setSaid] = useState<Said>();
  /** Counts what may have changed what is kept. */
  const [changes, setChanges] = useState(0);
  const fileInput = useRef<HTMLInputElement>(null);

  useEffect(() => {
    let isStale = false;
    pageEngine()
      .usage({ target: { id, label, maxAgeMs } })
      .then((now) => !isStale && setUsage(now))
      .catch((error: unknown) => setSaid(problem(error)));
    return () => {
      isStale = true;
    };
  }, [id, label, maxAgeMs, changes]);

  const act = (work: () => Promise<string>) => {
    work()
      .then((text) => setSaid({ text, isError: false }))
      .catch((error: unknown) => setSaid(problem(error)))
      .finally(() => setChanges((before) => before + 1));
  };
  const isEmpty = usage === 'unknown' || !usage || usage.bytes === 0;

  return (
    <Stack direction="column" gap={1}>
      <Text element="p">
        <span data-testid="tidemark-kept">{inWords(usage)}</span>
      </Text>
      <Stack gap={1}>
        <Button variant="secondary" icon="download-alt" disabled={isEmpty} onClick={() => act(() => exportTo(target))}>
          Export
        </Button>
        <Button variant="secondary" icon="upload" onClick={() => fileInput.current?.click()}>
          Import
        </Button>
        <input
          ref={fileInput}
          type="file"
          accept=".tidemark"
          hidden
          data-testid="tidemark-import"
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            file && act(() => importFrom(target, file));
            // So that the same file can be chosen again.
            currentTarget.value = '';
          }}
        />
        <ConfirmButton
          confirmText="Forget all of it"
          confirmVariant="destructive"
          disabled={isEmpty}
          onConfirm={() => act(() => forget(target))}
        >
          Forget
        </ConfirmButton>
      </Stack>
      {said && (
        <Alert
          severity={said.isError ? 'error' : 'success'}
          title={said.text}
          onRemove={() => setSaid(undefined)}
          bottomSpacing={0}
        />
      )}
    </Stack>
  );
}

function inWords(usage: Usage | 'unknown'): string {
  if (usage === 'unknown') {
    return 'Looking what this browser keeps …';
  }
  if (!usage) {
    return 'This browser keeps nothing: a page remembers what it sampled while it is open.';
  }
  const { bytes, firstMs, lastMs } = usage;
  if (bytes === 0 || firstMs === undefined || lastMs === undefined) {
    return 'This browser has kept nothing of this program yet.';
  }
  const size = formattedValueToString(getValueFormat('bytes')(bytes, 1));
  return `This browser keeps ${size} of this program, from ${dateTimeFormat(firstMs)} to ${dateTimeFormat(lastMs)}.`;
}

async function exportTo(target: TargetKey): Promise<string> {
  const { file } = await pageEngine().exportHistory({ target });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([file], { type: 'application/gzip' }));
  link.download = `${target.label.replace(/^\w+:\/\//, '').replace(/[^\w.-]+/g, '_')}.tidemark`;
  link.click();
  // After the browser has begun to save it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return `Exported as ${link.download}.`;
}

async function importFrom(target: TargetKey, file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  const { chunks, from, leftOut } = await pageEngine().importHistory({ target, file: bytes });
  const left = leftOut > 0 ? ` ${leftOut} parts of it overlap with what was here, and were left out.` : '';
  return `${chunks} parts of the history of ${from} were taken in.${left} Open dashboards show them after a reload.`;
}

async function forget(target: TargetKey): Promise<string> {
  await pageEngine().forget({ target });
  return 'Forgotten. Open dashboards show it until they are reloaded.';
}

function problem(error: unknown): Said {
  return { text: (error as Partial<Error>).message ?? String(error), isError: true };
}
