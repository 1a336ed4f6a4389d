import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { EditorField } from '@grafana/plugin-ui';
import { Button, Stack, useStyles2, type ComboboxOption } from '@grafana/ui';
import React, { useRef, useState } from 'react';
import { addFile, type SavedFile } from '../files/files';
import { useFiles } from '../files/useFiles';
import { OneOf } from './Choice';
import { DropArea } from './DropArea';

interface Props {
  id: string;
  label: string;
  tooltip: string;
  /** Moments of the history to choose from; any other, as a time or a deploy's name, is written. */
  moments: Array<ComboboxOption<string>>;
  value: string;
  onChange: (value: string) => void;
}

/** A moment of a profile: of the history, or a saved profile, which is chosen or dropped here and stays in this browser. */
export function MomentField({ id, label, moments, onChange, tooltip, value }: Props) {
  const files = useFiles();
  const [trouble, setTrouble] = useState<string>();
  const styles = useStyles2(getStyles);
  const input = useRef<HTMLInputElement>(null);

  const add = async (file: File | undefined) => {
    if (!file) {
      return;
    }
    try {
      const { id: added } = await addFile(file, Date.now());
      setTrouble(undefined);
      onChange(`file:${added}`);
    } catch (error) {
      setTrouble((error as Error).message);
    }
  };

  return (
    <div className={styles.field}>
      <EditorField label={label} htmlFor={id} tooltip={tooltip} error={trouble} invalid={trouble !== undefined}>
        <DropArea onDrop={(file) => void add(file)}>
          <Stack gap={0.5}>
            <OneOf
              id={id}
              width={28}
              options={[...moments, ...fileOptions(files, value)]}
              value={value}
              onChange={(chosen) => {
                setTrouble(undefined);
                onChange(chosen);
              }}
            />
            <Button
              variant="secondary"
              icon="upload"
              aria-label={`${label}: a saved profile`}
              tooltip="A saved profile: choose it, or drop it here. It stays in this browser."
              onClick={() => input.current?.click()}
            >
              File
            </Button>
            <input
              ref={input}
              type="file"
              hidden
              data-testid={`${id}-file`}
              onChange={({ currentTarget }) => {
                void add(currentTarget.files?.[0]);
                // So that the same file can be chosen again.
                currentTarget.value = '';
              }}
            />
          </Stack>
        </DropArea>
      </EditorField>
    </div>
  );
}

/** The files of this browser, and the one that the query names though it is not among them. */
function fileOptions(files: readonly SavedFile[] | undefined, value: string): Array<ComboboxOption<string>> {
  const options = (files ?? []).map((file) => ({
    value: `file:${file.id}`,
    label: file.name,
    description: `Chosen ${new Date(file.addedMs).toLocaleString()}`,
  }));
  const isElsewhere = value.startsWith('file:') && !options.some((option) => option.value === value);
  return files && isElsewhere ? [...options, { value, label: 'not in this browser' }] : options;
}

const getStyles = (theme: GrafanaTheme2) => ({
  // What is wrong with a file takes a sentence or two: it stands below the field in lines, and pushes nothing aside.
  field: css({ maxWidth: theme.spacing(42) }),
});
