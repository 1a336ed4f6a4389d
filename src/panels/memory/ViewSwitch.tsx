import { RadioButtonGroup } from '@grafana/ui';
import React from 'react';
import { MEMORY_VIEWS, type MemoryViewName } from './options';

interface Props {
  view: MemoryViewName;
  onChange: (view: MemoryViewName) => void;
  /** Without room for words: signs. */
  lean: boolean;
  /** A share of RSS needs RSS. */
  tellsRss: boolean;
}

const ICONS = { absolute: 'layer-group', share: 'percentage', waterfall: 'align-left' } as const;

/** Which picture is drawn; the panel's option says which one it begins with. */
export function ViewSwitch({ view, onChange, lean, tellsRss }: Props) {
  return (
    <div data-testid="tidemark-memory-view" data-view={view}>
      <RadioButtonGroup
        size="sm"
        value={view}
        onChange={onChange}
        disabledOptions={tellsRss ? [] : ['share']}
        options={MEMORY_VIEWS.map(({ value, label, text }) => ({
          value,
          ...(lean ? { icon: ICONS[value], ariaLabel: label } : { label }),
          description: value === 'share' && !tellsRss ? `${text}: RSS is not known` : text,
        }))}
      />
    </div>
  );
}
