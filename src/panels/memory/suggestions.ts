import { VisualizationSuggestionScore, type DataFrame, type VisualizationSuggestionsSupplier } from '@grafana/data';
import { isBands } from './frame';
import type { MemoryOptions } from './options';

/** Grafana's picker of visualizations: first of all for the frames that this panel is made for, not at all for others. */
export const suggestMemory: VisualizationSuggestionsSupplier<MemoryOptions> = ({ rawFrames }) =>
  rawFrames?.some((frame: DataFrame) => isBands(frame))
    ? [
        {
          name: 'RSS against heap',
          score: VisualizationSuggestionScore.Best,
          // A card has room for the picture only.
          cardOptions: {
            previewModifier: (suggestion) => {
              suggestion.options = { ...suggestion.options, legend: 'hidden' };
            },
          },
        },
      ]
    : [];
