import { EditorField, EditorSwitch } from '@grafana/plugin-ui';
import { getTemplateSrv } from '@grafana/runtime';
import { Button, Stack } from '@grafana/ui';
import React from 'react';
import { formatToken, parseToken } from '../taken/token';
import { letGoByVariable, takeByVariable } from '../taken/variable';
import { TextInput } from './TextInput';

interface Taking {
  taken?: string;
  takenVariable?: string;
  retake?: boolean;
}

interface Props {
  /** Of the query's fields, without their names. */
  id: string;
  label: string;
  tooltip: string;
  query: Taking;
  /** With what changes of it. */
  onChange: (taking: Taking) => void;
}

/**
 * Has something taken of the program on a click; with Shift, whatever it costs. Where the query names a variable for
 * that, the click writes there as the button in the panel does, so that the query which is saved stays as it is.
 */
export function TakeField({ id, label, onChange, query: { retake, taken, takenVariable }, tooltip }: Props) {
  const take = (isConfirmed: boolean) =>
    takenVariable
      ? takeByVariable(takenVariable, isConfirmed)
      : onChange({ taken: formatToken({ askedMs: Date.now(), isConfirmed }) });
  const letGo = () => (takenVariable ? letGoByVariable(takenVariable) : onChange({ taken: undefined }));
  const token = parseToken(taken && getTemplateSrv().replace(taken));
  return (
    <>
      <EditorField label={label} tooltip={tooltip}>
        <Stack gap={0.5}>
          <Button variant="secondary" icon="camera" onClick={({ shiftKey }) => take(shiftKey)}>
            Take one now
          </Button>
          {token && (
            <Button
              variant="secondary"
              icon="times"
              aria-label={`${label}: let go of what was taken`}
              tooltip="Let go of what was taken"
              onClick={letGo}
            />
          )}
        </Stack>
      </EditorField>
      <EditorField
        label="Variable"
        htmlFor={`${id}-takenVariable`}
        optional
        tooltip="Of this dashboard, a text box: a click writes to it when something is taken. All queries that name it show the same, and the panel has a button."
      >
        <TextInput
          id={`${id}-takenVariable`}
          width={16}
          placeholder="e.g. taken"
          value={takenVariable ?? ''}
          onCommit={(text) => onChange(byVariable(text))}
        />
      </EditorField>
      {takenVariable && (
        <EditorField
          label="Button only"
          htmlFor={`${id}-retake`}
          tooltip="One row, for a small panel over others that name the variable: what they show, and a button that takes another."
        >
          <EditorSwitch
            id={`${id}-retake`}
            value={retake ?? false}
            onChange={({ currentTarget }) => onChange({ retake: currentTarget.checked || undefined })}
          />
        </EditorField>
      )}
    </>
  );
}

/** Raw: a token is no text to be escaped, and an empty variable is none. */
function byVariable(text: string): Taking {
  const name = text.replace(/^\$\{?|\}$/g, '').replace(/:.*$/, '');
  return name
    ? { taken: `\${${name}:raw}`, takenVariable: name }
    : { taken: undefined, takenVariable: undefined, retake: undefined };
}
