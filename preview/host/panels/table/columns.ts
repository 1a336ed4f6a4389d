import { FieldType, type DataFrame, type Field } from '@grafana/data';

/** `custom` of a field in Grafana's table, as far as it is drawn here; `cellOptions` is read and not obeyed. */
export const TABLE_CUSTOM = {
  align: 'auto',
  width: undefined,
  minWidth: undefined,
  // Grafana 12 hides a column by the first, Grafana 13 by the second.
  hidden: false,
  hideFrom: undefined,
  cellOptions: { type: 'auto' },
  filterable: false,
  inspect: false,
} as const;

export interface Column {
  field: Field;
  align: 'left' | 'center' | 'right';
  /** In px, with its padding. */
  width?: number;
  /** In px. Columns without a width share what is left. */
  minWidth: number;
  /** Its cells stand in one line, and are shown whole on a click. */
  isInspected: boolean;
}

/** Of a column that says nothing of its width, as in Grafana. */
const LEAST_WIDTH = 150;

/** The columns that are shown, in the frame's order. */
export function columnsOf(frame: DataFrame): Column[] {
  return frame.fields
    .filter((field) => {
      const { hidden, hideFrom } = field.config.custom ?? {};
      return hidden !== true && hideFrom?.viz !== true;
    })
    .map((field) => {
      const { align, inspect, minWidth, width } = field.config.custom ?? {};
      return {
        field,
        align: alignOf(field, align),
        width: px(width),
        minWidth: px(minWidth) ?? LEAST_WIDTH,
        // A click on a link is the link's.
        isInspected: inspect === true && !field.config.links?.length,
      };
    });
}

/** What makes a grid of them, and how wide that is at least. */
export function gridOf(columns: readonly Column[]): { gridTemplateColumns: string; minWidth: number } {
  return {
    gridTemplateColumns: columns
      .map(({ minWidth, width }) => (width === undefined ? `minmax(${minWidth}px, 1fr)` : `${width}px`))
      .join(' '),
    minWidth: columns.reduce((sum, { minWidth, width }) => sum + (width ?? minWidth), 0),
  };
}

function alignOf(field: Field, asked: unknown): Column['align'] {
  if (asked === 'left' || asked === 'center' || asked === 'right') {
    return asked;
  }
  return field.type === FieldType.number ? 'right' : 'left';
}

function px(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 ? value : undefined;
}
