import React from 'react';
import { describeMemoryField, MEMORY_FIELD_NAMES, MEMORY_FIELDS } from '../../frames';

/** Grafana shows this on request beside the query editor. */
export function QueryHelp() {
  return (
    <>
      <h3>Goroutines</h3>
      <p>
        How many goroutines the program has, from <code>/debug/pprof/goroutine</code>. By stack, each line is called by
        the first function of your own code; its labels tell what it is blocked on. The largest stand by themselves, the
        rest is <code>other</code>. Focus and ignore are regular expressions over function names, as in{' '}
        <code>go tool pprof</code>.
      </p>
      <h3>Memory: bands</h3>
      <ul>
        {MEMORY_FIELDS.map(({ name, title, formula, text }) => (
          <li key={name}>
            <b>{title}</b>: <code>{formula}</code>. {text}
          </li>
        ))}
      </ul>
      <h3>Memory: fields</h3>
      <ul>
        {MEMORY_FIELD_NAMES.map((name) => (
          <li key={name}>
            <code>{name}</code>: {describeMemoryField(name).text}
          </li>
        ))}
      </ul>
      <p>Every field takes template variables.</p>
    </>
  );
}
