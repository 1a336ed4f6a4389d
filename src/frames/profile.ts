import { type DataFrame, type Field, type QueryResultMetaNotice } from '@grafana/data';
import { namedBy, type RangeFacts } from '../core/history/answers';
import type { Frame } from '../core/profile/stack';
import { userFrameIndex } from '../core/profile/userframe';
import type { TopEntry, TraceEntry, TreeEntry, ViewAnswer } from '../core/profile/views/view';
import {
  TOP_FIELDS,
  TRACE_FIELDS,
  TREE_FIELDS,
  type ProfileKind,
  type ProfileMeta,
  type ProfileMoment,
  type ProfileView,
} from './contract';
import { emptyFlame, flameFields } from './flame';
import { probeMeta, type ProbeFacts } from './probe';
import { sampleNotice } from './sample';
import { sourceUrl } from './source';
import { fieldsOf, HIDDEN, LINKED, NAME, narrow, NUMBER, STACK, TEXT, wide, type Column, type Look } from './table';

/** What a profile query found, dressed by profileFrame. */
export interface ProfileFrameInput {
  range: RangeFacts;
  /** Absent where there is nothing to show; `why` says so then. */
  view: ViewAnswer | undefined;
  moment: ProfileMoment | null;
  base: ProfileMoment | null;
  sampled: ProfileMeta['sampled'];
}

export interface ProfileFrameOptions {
  refId: string;
  profile: ProfileKind | 'file';
  view: ProfileView;
  /** Said instead of rows. */
  why?: string;
}

/** A profile as `go tool pprof` shows it: a table, or a frame for Grafana's flame graph. meta.custom: ProfileMeta. */
export function profileFrame(
  { base, moment, range, sampled, view }: ProfileFrameInput,
  facts: ProbeFacts,
  { profile, refId, view: name, why }: ProfileFrameOptions
): DataFrame {
  const custom: ProfileMeta = {
    version: 1,
    kind: 'profile',
    probe: probeMeta(range, facts),
    restarts: [],
    view: name,
    profile,
    sampleType: view ? { ...view.sampleType } : { type: '', unit: '' },
    moment,
    base,
    total: view?.total ?? 0,
    count: view?.count ?? 0,
    sampled,
  };
  const fields = view ? fieldsOfView(view, custom) : name === 'flamegraph' && why ? emptyFlame(why) : [];
  return {
    refId,
    name: `${profile} ${name}`,
    meta: {
      custom,
      notices: why === undefined ? noticesOf(custom) : [{ severity: 'info', text: why }],
      ...(name === 'flamegraph'
        ? { preferredVisualisationType: 'flamegraph', preferredVisualisationPluginId: 'flamegraph' }
        : { preferredVisualisationType: 'table' }),
    },
    fields,
    length: fields[0]?.values.length ?? 0,
  };
}

function noticesOf({ base, moment, profile, sampled, sampleType }: ProfileMeta): QueryResultMetaNotice[] {
  const what = `${moment?.label ?? ''}${base ? `, less ${base.label}` : ''}.`;
  return [
    // A file is called as it is called.
    { severity: 'info', text: profile === 'file' ? what : what.charAt(0).toUpperCase() + what.slice(1) },
    ...(sampled ? [sampleNotice({ type: sampleType.type, unit: unitOf(sampleType.unit) }, sampled)] : []),
  ];
}

function fieldsOfView(view: ViewAnswer, { base, probe, sampleType, total }: ProfileMeta): Field[] {
  const dress: Dress = {
    unit: unitOf(sampleType.unit),
    total,
    share: shareOf(base),
    urlOf: (frame) => sourceUrl(frame, probe.source) ?? '',
  };
  switch (view.view) {
    case 'top':
      return fieldsOf(TOP_FIELDS, topColumns(dress), withSums(view.rows));
    case 'traces':
      return fieldsOf(TRACE_FIELDS, traceColumns(dress), view.rows);
    case 'peek':
    case 'tree':
      return fieldsOf(TREE_FIELDS, treeColumns(dress), view.rows.flatMap(treeRows));
    case 'flamegraph':
      return flameFields(view.nodes, dress.unit);
  }
}

interface Dress {
  unit: string;
  total: number;
  /** A column of shares of `total`, by its title. */
  share: (title: string) => Look;
  urlOf: (frame: Frame) => string;
}

/** pprof's units as Grafana's. */
export function unitOf(unit: string): string {
  return { bytes: 'bytes', nanoseconds: 'ns', microseconds: 'µs', milliseconds: 'ms', seconds: 's' }[unit] ?? 'locale';
}

const SHARE = narrow({ ...NUMBER, config: { unit: 'percentunit', decimals: 2 } }, 85);

/**
 * Of a difference, shares are of the base's total, as `go tool pprof -diff_base` has them: of a profile that grew elevenfold
 * 1000 % are new. The head of the column says so.
 */
function shareOf(base: ProfileMoment | null): Dress['share'] {
  return (title) => {
    const { config } = SHARE;
    if (!base) {
      return { ...SHARE, config: { ...config, description: 'Share of the whole profile.' } };
    }
    const description = `Share of all that the ${base.label} has, as in pprof: what is new may be more than 100 % of it.`;
    return narrow({ ...SHARE, config: { ...config, displayNameFromDS: `${title} of the base`, description } }, 135);
  };
}

/** What is measured, with its unit. */
const valueIn = (unit: string) => narrow({ ...NUMBER, config: { unit } }, 100);
const FUNCTION = wide(LINKED, 300);
const FIRST = wide({ ...NAME, ...LINKED }, 240);
const PLACE = narrow(TEXT, 240);
type Columns<Name extends string, Row> = Readonly<Record<Name, Column<Row>>>;

interface SummedTop extends TopEntry {
  sum: number;
}

/** With what all rows down to this one hold. */
function withSums(rows: readonly TopEntry[]): SummedTop[] {
  let sum = 0;
  return rows.map((row) => ({ ...row, sum: (sum += row.flat) }));
}

function topColumns({
  share: shares,
  total,
  unit,
  urlOf,
}: Dress): Columns<(typeof TOP_FIELDS)[number]['name'], SummedTop> {
  const value = valueIn(unit);
  return {
    flat: { ...value, of: ({ flat }) => flat },
    'flat %': { ...shares('flat %'), of: ({ flat }) => share(flat, total) },
    'sum %': { ...shares('sum %'), of: ({ sum }) => share(sum, total) },
    cum: { ...value, of: ({ cum }) => cum },
    'cum %': { ...shares('cum %'), of: ({ cum }) => share(cum, total) },
    function: { ...FUNCTION, of: nameOf },
    file: { ...PLACE, of: placeOf },
    source: { ...HIDDEN, of: urlOf },
  };
}

function traceColumns({
  share: shares,
  total,
  unit,
  urlOf,
}: Dress): Columns<(typeof TRACE_FIELDS)[number]['name'], TraceEntry> {
  const first = ({ frames }: TraceEntry) => frames[namedBy({ frames, userFrame: userFrameOf(frames) })];
  return {
    value: { ...valueIn(unit), of: ({ value }) => value },
    share: { ...shares('Share'), of: ({ value }) => share(value, total) },
    'named by': { ...FIRST, of: (row) => nameOf(first(row)) },
    stack: { ...STACK, of: ({ frames }) => stackText(frames) },
    labels: { ...narrow(TEXT, 180), of: ({ labels }) => labels.join(', ') },
    source: { ...HIDDEN, of: (row) => (first(row) ? urlOf(first(row)!) : '') },
  };
}

function userFrameOf(frames: readonly Frame[]): number {
  return userFrameIndex(
    frames.map((frame) => frame.function),
    frames.map(({ file }) => file)
  );
}

/** A line of a block: the function itself, or one that calls it or is called by it. */
interface TreeRow {
  role: 'caller' | 'function' | 'callee';
  frame: Frame;
  entry?: TreeEntry;
  calls?: number;
  /** What the share of a call is of. */
  of?: number;
}

function treeRows(entry: TreeEntry): TreeRow[] {
  const edges = (role: 'caller' | 'callee'): TreeRow[] =>
    entry[`${role}s`].map(({ frame, value }) => ({ role, frame, calls: value, of: entry.cum }));
  return [...edges('caller'), { role: 'function', frame: entry, entry }, ...edges('callee')];
}

const MARKS = { caller: '↳ called by', function: '●', callee: '→ calls' } as const;

function treeColumns({
  share: shares,
  total,
  unit,
  urlOf,
}: Dress): Columns<(typeof TREE_FIELDS)[number]['name'], TreeRow> {
  const value = valueIn(unit);
  return {
    role: { ...narrow(TEXT, 100), of: ({ role }) => MARKS[role] },
    function: { ...FUNCTION, of: ({ frame }) => nameOf(frame) },
    flat: { ...value, of: ({ entry }) => entry?.flat ?? null },
    'flat %': { ...shares('flat %'), of: ({ entry }) => (entry ? share(entry.flat, total) : null) },
    cum: { ...value, of: ({ entry }) => entry?.cum ?? null },
    'cum %': { ...shares('cum %'), of: ({ entry }) => (entry ? share(entry.cum, total) : null) },
    calls: { ...value, of: ({ calls }) => calls ?? null },
    'calls %': { ...SHARE, of: ({ calls, of }) => (calls === undefined ? null : share(calls, of ?? 0)) },
    file: { ...PLACE, of: ({ frame }) => placeOf(frame) },
    source: { ...HIDDEN, of: ({ frame }) => urlOf(frame) },
  };
}

function share(value: number, of: number): number {
  return of === 0 ? 0 : value / of;
}

/** At granularity `files` a frame has no function. */
export function nameOf(frame: Frame | undefined): string {
  return frame ? frame.function || frame.file || '(no symbols)' : '(empty stack)';
}

/** A frame a line, the leaf first. */
export function stackText(frames: readonly Frame[]): string {
  return frames.map((frame) => `${nameOf(frame)} ${placeOf(frame)}`.trim()).join('\n');
}

/** `server.go:3301`, with the folder that it is in. */
export function placeOf({ file, line }: Frame): string {
  const short = file.split('/').slice(-2).join('/');
  return short && line > 0 ? `${short}:${line}` : short;
}
