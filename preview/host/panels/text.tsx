import { PanelPlugin, renderTextPanelMarkdown, type PanelProps } from '@grafana/data';
import React from 'react';

interface Options {
  content?: string;
}

function TextStandIn({ options, replaceVariables, height }: PanelProps<Options>) {
  // renderTextPanelMarkdown sanitises: what a dashboard says is never run.
  const html = renderTextPanelMarkdown(replaceVariables(options.content ?? ''));
  return (
    <div className="markdown-html" style={{ height, overflow: 'auto' }} dangerouslySetInnerHTML={{ __html: html }} />
  );
}

export const textPanel = new PanelPlugin<Options>(TextStandIn).setNoPadding();
