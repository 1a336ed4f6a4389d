import {
  FieldType,
  formattedValueToString,
  getDisplayProcessor,
  type DataFrame,
  type Field,
  type LinkModel,
} from '@grafana/data';
import { config } from '@grafana/runtime';
import { stay } from '../../pages/Chrome';
import React from 'react';

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

function DataLink({ link, children }: { link: LinkModel; children: string }) {
  const onClick = (event: React.MouseEvent<HTMLAnchorElement>) => {
    if (link.onClick) {
      event.preventDefault();
      link.onClick(event);
    } else if (link.target !== '_blank' && event.currentTarget.origin === window.location.origin) {
      stay(event);
    }
  };
  return (
    <a
      href={link.href}
      target={link.target}
      rel="noopener noreferrer"
      title={link.title}
      onClick={onClick}
      style={{ color: config.theme2.colors.text.link }}
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

function textOf(field: Field, row: number): string {
  const display = field.display ?? getDisplayProcessor({ field, theme: config.theme2 });
  return formattedValueToString(display(field.values[row]));
}
