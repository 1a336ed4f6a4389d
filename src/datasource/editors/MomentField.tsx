import { EditorField } from '@grafana/plugin-ui';
import { Combobox, FileUpload, InlineFieldRow, type ComboboxOption } from '@grafana/ui';
import React, { useState } from 'react';
import { addFile, listFiles } from '../files/files';

interface Props {
  id: string;
  label: string;
  tooltip: string;
  /** What is meant when nothing is chosen. */
  empty: string;
  value: string;
  onChange: (value: string) => void;
}

/** A moment of a profile: of the history, or a saved profile, which stays in this browser. */
export function MomentField({ empty, id, label, onChange, tooltip, value }: Props) {
  const [trouble, setTrouble] = useState<string>();
  const options = async (): Promise<Array<ComboboxOption<string>>> => [
    { value: '', label: empty },
    { value: 'start', label: 'start of the range' },
    { value: 'end', label: 'end of the range' },
    ...(await listFiles()).map((file) => ({
      value: `file:${file.id}`,
      label: file.name,
      description: `Saved profile, chosen ${new Date(file.addedMs).toLocaleString()}`,
    })),
  ];
  const add = async (file: File | undefined) => {
    if (!file) {
      return;
    }
    try {
      onChange(`file:${(await addFile(file, Date.now())).id}`);
      setTrouble(undefined);
    } catch (error) {
      setTrouble((error as Error).message);
    }
  };
  return (
    <EditorField label={label} htmlFor={id} tooltip={tooltip} error={trouble} invalid={trouble !== undefined}>
      <InlineFieldRow>
        <Combobox
          id={id}
          width={24}
          options={options}
          value={value}
          createCustomValue
          onChange={(one) => onChange(one.value)}
        />
        <FileUpload
          size="md"
          showFileName={false}
          onFileUpload={({ currentTarget }) => void add(currentTarget.files?.[0])}
        >
          A file
        </FileUpload>
      </InlineFieldRow>
    </EditorField>
  );
}
