import { EditorField } from '@grafana/plugin-ui';
import { Combobox, type ComboboxOption } from '@grafana/ui';
import React, { useRef, useState } from 'react';

interface OneOfProps<T extends string> {
  id: string;
  width: number;
  options: Array<ComboboxOption<T>>;
  /** One of the options, or what was written in their place. */
  value: T | undefined;
  placeholder?: string;
  /** Takes nothing but the options. Otherwise what is written in their place is the value, as a template variable. */
  isClosed?: boolean;
  onChange: (value: T) => void;
  /** Given where there may be no value. */
  onClear?: () => void;
}

/**
 * Grafana's Combobox, that hands on nothing but values. Two things are otherwise with that itself (12.4, 13.2):
 *
 * - A text that is written out is offered as a value of its own, and first, even where it is an option's label.
 * - After typing, Enter takes the row that stands where the former choice stood in the whole list. With fewer rows left
 *   that is none: `onChange` is called with undefined, and the field is left empty.
 */
export function OneOf<T extends string>(props: OneOfProps<T>) {
  const { id, isClosed = false, onChange, onClear, options, placeholder, value, width } = props;
  const typed = useRef('');
  const [resets, setResets] = useState(0);

  const choose = (chosen: ComboboxOption<T> | null | undefined) => {
    if (chosen === null) {
      onClear?.();
      return;
    }
    const text = chosen?.value ?? typed.current.trim();
    const meant = optionOf(options, text)?.value ?? (isClosed ? undefined : (text as T));
    if (meant === undefined || (!chosen && meant === value)) {
      // Nothing changes, and Combobox shows an empty field: a new one shows the value again.
      setResets(resets + 1);
    } else {
      onChange(meant);
    }
  };

  return (
    <div onInput={({ target }) => (typed.current = (target as HTMLInputElement).value)}>
      <Combobox<T>
        key={resets}
        autoFocus={resets > 0}
        id={id}
        width={width}
        options={options}
        value={value ?? null}
        placeholder={placeholder}
        createCustomValue={!isClosed}
        {...(onClear ? { isClearable: true as const, onChange: choose } : { onChange: choose })}
      />
    </div>
  );
}

/** The option of that value, else that of that label. */
function optionOf<T extends string>(options: Array<ComboboxOption<T>>, text: string): ComboboxOption<T> | undefined {
  return (
    options.find((option) => option.value === text) ??
    options.find((option) => option.label?.toLowerCase() === text.toLowerCase())
  );
}

interface ChoiceProps<T extends string> extends OneOfProps<T> {
  label: string;
  isOptional?: boolean;
  /** What the choice is about. What the options mean stands below it. */
  tooltip?: string;
}

/**
 * One of a few, with its label. The tooltip has what the options mean, for Grafana's menu is as narrow as the field and
 * cuts that off.
 */
export function Choice<T extends string>({ isOptional, label, tooltip, ...choice }: ChoiceProps<T>) {
  const told = choice.options.filter(({ description }) => description);
  const meanings = told.length > 0 && (
    <dl>
      {told.map((option) => (
        <React.Fragment key={option.value}>
          <dt>{option.label}</dt>
          <dd>{option.description}</dd>
        </React.Fragment>
      ))}
    </dl>
  );
  return (
    <EditorField
      label={label}
      htmlFor={choice.id}
      optional={isOptional}
      tooltip={
        tooltip || meanings ? (
          <>
            {tooltip}
            {meanings}
          </>
        ) : undefined
      }
    >
      <OneOf {...choice} />
    </EditorField>
  );
}
