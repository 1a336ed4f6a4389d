import type { PanelProps } from '@grafana/data';
import React, { useMemo } from 'react';
import { Notice } from '../../ui/Notice';
import { readFindings } from './findings/read';
import { readMemory } from './frame';
import { MemoryPicture } from './MemoryPicture';
import type { MemoryOptions } from './options';

export function MemoryPanel(props: PanelProps<MemoryOptions>) {
  const { data, width, height } = props;
  const answer = useMemo(() => readMemory(data), [data]);
  if (!answer.model) {
    return <Notice {...answer.notice} width={width} height={height} testId="tidemark-memory-notice" />;
  }
  const findings = readFindings(data.series, answer.model.meta.probe.target);
  return <MemoryPicture {...props} model={answer.model} findings={findings} />;
}
