import { FieldType, type DataFrame } from '@grafana/data';
import { takeByVariable } from '../taken/variable';

export interface Offer {
  /** The dashboard variable that a click writes to. */
  readonly variable: string | undefined;
  /** What stands above the button, and on it. */
  readonly why: string;
  readonly title: string;
  readonly isConfirmed: boolean;
}

/**
 * A frame that has no rows yet, with one that is a button: in a table the click sets the variable, and the query that
 * runs for it takes what was asked for. Without a variable the frame stays as it is.
 */
export function withOffer(frame: DataFrame, { isConfirmed, title, variable, why }: Offer): DataFrame {
  if (!variable) {
    return frame;
  }
  const onClick = () => takeByVariable(variable, isConfirmed);
  return {
    ...frame,
    fields: [
      {
        name: 'offer',
        type: FieldType.string,
        config: { displayName: why, links: [{ title, url: '', onClick }] },
        values: [title],
      },
    ],
    length: 1,
  };
}
