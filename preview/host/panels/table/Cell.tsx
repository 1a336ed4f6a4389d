import { FieldType, type DataFrame, type Field, type LinkModel } from '@grafana/data';
import { config } from '@grafana/runtime';
import { clearButtonStyles, useStyles2 } from '@grafana/ui';
import { follow } from '../../pages/Chrome';
import React from 'react';
import { textOf } from './text';

/** The text of one value; with one data link it is the link, with several they stand below it by their titles. */
export function Cell({ field, row }: { field: Field; row: number }) {
  if (field.type === FieldType.frame) {
    return <Sparkline frame={field.values[row]} />;
  }
  const text = textOf(field, row);
  const links = field.getLinks?.({ valueRowIndex: row }).filter(({ href, onClick }) => href || onClick) ?? [];
  const [only] = links;
  if (only && links.length === 1) {
    return <DataLink link={only}>{text || only.title}</DataLink>;
  }
  return (
    <>
      {text}
      {links.map((link, i) => (
        <div key={i}>
          <DataLink link={link}>{link.title}</DataLink>
        </div>
      ))}
    </>
  );
}

/** What calls a function is a button: it has no address, and is reached by keys all the same. */
function DataLink({ link, children }: { link: LinkModel; children: string }) {
  const bare = useStyles2(clearButtonStyles);
  const style = { color: config.theme2.colors.text.link };
  if (link.onClick) {
    return (
      <button type="button" className={bare} title={link.title} onClick={link.onClick} style={style}>
        {children}
      </button>
    );
  }
  return (
    <a
      href={link.href}
      target={link.target}
      rel="noopener noreferrer"
      title={link.title}
      onClick={follow}
      style={style}
    >
      {children}
    </a>
  );
}

/** As Grafana's table draws a time series within a cell. */
function Sparkline({ frame }: { frame: DataFrame }) {
  const values: Array<number | null> = frame.fields.find(({ type }) => type === FieldType.number)?.values ?? [];
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const points = values.flatMap((value, i) =>
    value === null ? [] : [`${(100 * i) / Math.max(1, values.length - 1)},${22 - (20 * value) / most}`]
  );
  return (
    <svg width="100" height="24" aria-hidden>
      <polyline points={points.join(' ')} fill="none" stroke={config.theme2.colors.primary.text} strokeWidth="1.5" />
    </svg>
  );
}
