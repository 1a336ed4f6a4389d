import { Input } from '@grafana/ui';
import React, { useState } from 'react';

interface Props {
  id: string;
  value: string;
  width: number;
  placeholder?: string;
  /** Called when the field is left or Enter is pressed with a changed text: a query must not run at each key. */
  onCommit: (text: string) => void;
}

export function TextInput({ id, value, width, placeholder, onCommit }: Props) {
  const [text, setText] = useState(value);
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    // The query was changed elsewhere: what it holds now is what stands here.
    setShown(value);
    setText(value);
  }
  const commit = () => {
    if (text.trim() !== value) {
      onCommit(text.trim());
    }
  };
  return (
    <Input
      id={id}
      width={width}
      placeholder={placeholder}
      value={text}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      onBlur={commit}
      onKeyDown={({ key }) => key === 'Enter' && commit()}
    />
  );
}
