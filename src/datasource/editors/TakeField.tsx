import { EditorField } from '@grafana/plugin-ui';
import { Button, Stack } from '@grafana/ui';
import React from 'react';
import { formatToken, parseToken } from '../taken/token';
import { takeByVariable } from '../taken/variable';

interface Props {
  label: string;
  tooltip: string;
  query: { taken?: string; takenVariable?: string };
  /** With what is then the query's `taken`. */
  onChange: (taken: string | undefined) => void;
}

/**
 * Has something taken of the program on a click; with Shift, whatever it costs. Where the query names a variable for
 * that, the click writes there as the button in the panel does, so that the query which is saved stays as it is.
 */
export function TakeField({ label, onChange, query: { taken, takenVariable }, tooltip }: Props) {
  const take = (isConfirmed: boolean) =>
    takenVariable
      ? takeByVariable(takenVariable, isConfirmed)
      : onChange(formatToken({ askedMs: Date.now(), isConfirmed }));
  return (
    <EditorField label={label} tooltip={tooltip}>
      <Stack gap={0.5}>
        <Button variant="secondary" icon="camera" onClick={({ shiftKey }) => take(shiftKey)}>
          Take one now
        </Button>
        {parseToken(taken) && (
          <Button
            variant="secondary"
            icon="times"
            aria-label={`${label}: let go of what was taken`}
            tooltip="Let go of what was taken"
            onClick={() => onChange(undefined)}
          />
        )}
      </Stack>
    </EditorField>
  );
}
