/** Links to source, for panels (from the frame's `meta.custom.probe.source`) and for the settings page. */
export { templateError } from '../core/source/template';
export { sourceUrl } from '../core/source/url';
export type { SourceContext, SourceSettings } from '../core/source/source';
