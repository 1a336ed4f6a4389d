import React from 'react';
import { describeMemoryField, MEMORY_FIELD_NAMES, MEMORY_FIELDS } from '../../frames';
import { WHY_A_SAMPLE } from './HeapEditor';

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
      <h3>Suspects</h3>
      <p>
        Which stacks leak: one row a leak, the fastest first, with growth per minute and its 95&nbsp;% interval, since
        when, since which deploy, and on what evidence. Stacks that grow together are one row. What rises and falls with
        load is not in it. With <b>Picture</b> on, the goroutines panel also gets each leak over time; switch it off for
        Grafana’s table.
      </p>
      <h3>Deploys</h3>
      <p>
        One row a deploy, with growth before and after it, new and vanished stacks. A deploy is an annotation with the
        tags of the settings, or another build id, version or Go version in the data.
      </p>
      <h3>Fixed?</h3>
      <p>
        Compares the time before the newest deploy with the time since, or any two: fixed, improved, unchanged, worse,
        or not enough data, with the paces that this rests on.
      </p>
      <h3>Heap</h3>
      <p>
        Which functions hold the heap, or allocated it, from <code>/debug/pprof/heap</code>: flat is what a function
        allocated itself, cum with all that it called. A leak whose memory comes from all over shows by cum alone. The
        lines of cum overlap, so they have no <code>other</code>.
      </p>
      <p>
        {WHY_A_SAMPLE} <b>Values</b> switches between the two. The profile is as of the last garbage collection; one is
        taken only while such a query is shown, at an interval of its own.
      </p>
      <h3>Profile</h3>
      <p>
        What <code>go tool pprof</code> shows: top, traces, peek, tree, or Grafana’s flame graph, of any moment that was
        sampled, a saved profile, or the difference of two. Filters have pprof’s meaning. Goroutines cost nothing, for
        they are sampled anyway; other profiles are taken when you ask for one.
      </p>
      <h3>Goroutines one by one</h3>
      <p>
        <code>goroutine?debug=2</code>: what each goroutine waits for, how long, and who created it. The program stands
        still while it writes that, so it is read on a click only.
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
      <h3>Findings</h3>
      <p>
        What RSS and heap say in words, the verdict first: memory freed with MADV_FREE, a live heap that rises, stacks
        that grow with goroutines, memory outside of Go, and so on; each with its numbers and with what it cannot see. A
        memory limit gives the time until it is reached; without one, the program’s own GOMEMLIMIT is taken.
      </p>
      <h3>Process</h3>
      <p>One row: version, Go, start, how memory is given back, and what a scrape costs.</p>
      <p>Every field takes template variables.</p>
    </>
  );
}
