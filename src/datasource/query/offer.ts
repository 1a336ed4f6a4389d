import { FieldType, type DataFrame, type Field } from '@grafana/data';
import { letGoByVariable, takeByVariable } from '../taken/variable';

export interface Offer {
  /** The dashboard variable that a click writes to. */
  readonly variable: string | undefined;
  /** What stands above the button, and on it. */
  readonly why: string;
  readonly title: string;
  readonly isConfirmed: boolean;
  /** On a second button beside it, that lets go of what was taken; without it there is none. */
  readonly back?: string;
}

/**
 * A frame that has no rows yet, with one that is a button: in a table the click sets the variable, and the query that
 * runs for it takes what was asked for. Without a variable there is only what stands above it, over no rows.
 */
export function withOffer(frame: DataFrame, { back, isConfirmed, title, variable, why }: Offer): DataFrame {
  if (!variable) {
    const head: Field = { name: 'offer', type: FieldType.string, config: { displayName: why }, values: [] };
    return { ...frame, fields: [head], length: 0 };
  }
  const take = button('offer', why, title, () => takeByVariable(variable, isConfirmed));
  return {
    ...frame,
    // A head of its own would say nothing, and an empty one is the field's name.
    fields: back === undefined ? [take] : [take, button('back', ' ', back, () => letGoByVariable(variable))],
    length: 1,
  };
}

function button(name: string, displayName: string, title: string, onClick: () => void): Field {
  return {
    name,
    type: FieldType.string,
    // Where a second stands beside it, a sentence over the first is not cut.
    config: { displayName, links: [{ title, url: '', onClick }], custom: { minWidth: name === 'offer' ? 700 : 150 } },
    values: [title],
  };
}
