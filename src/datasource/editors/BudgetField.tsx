import { Field, Input } from '@grafana/ui';
import React from 'react';
import { DEFAULT_COST_BUDGET_PERCENT, MIN_COST_BUDGET_PERCENT } from '../settings';

interface Props {
  width: number;
  /** Percent. */
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}

/** How much of its time the program may be made to spend on being watched. */
export function BudgetField({ onChange, value, width }: Props) {
  return (
    <Field
      noMargin={false}
      label="Cost budget"
      description="Percent of its time that the program may spend on scrapes and heap profiles together. Where they take longer, the intervals stretch: at 1 %, a scrape that takes 400 ms comes every 40 seconds at most. Panels say so then."
      htmlFor="tidemark-cost-budget"
      invalid={value !== undefined && !isBudget(value)}
      error="A percentage is needed here: more than 0, and 100 at most."
    >
      <Input
        id="tidemark-cost-budget"
        type="number"
        width={width}
        min={MIN_COST_BUDGET_PERCENT}
        max={100}
        step="any"
        suffix="%"
        placeholder={String(DEFAULT_COST_BUDGET_PERCENT)}
        value={value ?? ''}
        onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? undefined : Number(currentTarget.value))}
      />
    </Field>
  );
}

function isBudget(percent: number): boolean {
  return percent > 0 && percent <= 100;
}
