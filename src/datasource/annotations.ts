import type { AnnotationQuery, AnnotationSupport } from '@grafana/data';
import { AnnotationEditor } from './editors/AnnotationEditor';
import type { EventsQuery, TidemarkQuery } from './types';

/** Restarts, deploys and onsets of growth as annotations of any dashboard, in the query type `events`. */
export const eventAnnotations: AnnotationSupport<TidemarkQuery> = {
  getDefaultQuery: () => ({ queryType: 'events' }),
  prepareAnnotation: (json: AnnotationQuery<TidemarkQuery>) => ({ ...json, target: eventsOf(json.target) }),
  prepareQuery: ({ target }) => eventsOf(target),
  QueryEditor: AnnotationEditor,
};

function eventsOf(target: TidemarkQuery | undefined): EventsQuery {
  const kinds = target?.queryType === 'events' ? target.kinds : undefined;
  return { refId: 'Anno', queryType: 'events', ...(kinds ? { kinds } : {}) };
}
