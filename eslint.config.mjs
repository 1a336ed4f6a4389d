import { defineConfig } from 'eslint/config';
import baseConfig from './.config/eslint.config.mjs';

/**
 * The way of the data as lint errors (docs/architecture.md): core <- frames <- { datasource, panels }, ui <- panels,
 * app -> frames, ui. Each row names a room and the rooms it must not know.
 */
const rooms = [
  { room: 'core', forbidden: ['frames', 'ui', 'datasource', 'panels', 'app'] },
  { room: 'frames', forbidden: ['ui', 'datasource', 'panels', 'app'] },
  { room: 'ui', forbidden: ['core', 'frames', 'datasource', 'panels', 'app'] },
  { room: 'datasource', forbidden: ['ui', 'panels', 'app'] },
  { room: 'panels', forbidden: ['core', 'datasource', 'app'] },
  { room: 'app', forbidden: ['core', 'datasource', 'panels'] },
];

const layerRules = rooms.map(({ room, forbidden }) => ({
  files: [`src/${room}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^(\\.\\./)+(${forbidden.join('|')})(/|$)`,
            message: `src/${room} must not import from there: see the layer rules in docs/architecture.md.`,
          },
          ...(room === 'core'
            ? [
                {
                  regex: '^(@grafana/|react|rxjs)',
                  message: 'src/core is pure TypeScript: no Grafana, no React, no rxjs.',
                },
              ]
            : []),
        ],
      },
    ],
  },
}));

const clockAndNetwork = [
  'window',
  'document',
  'fetch',
  'setTimeout',
  'setInterval',
  'performance',
  'navigator',
  'indexedDB',
];

export default defineConfig([
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '.cache/',
      'coverage/',
      'test-results/',
      'playwright-report/',
      '.config/',
      // AssemblyScript: in the end asc says whether it holds, and prettier looks at its form.
      'src/core/profile/wasm/assembly/',
    ],
  },
  ...baseConfig,
  ...layerRules,
  // The scaffold lints .ts below src only; without a pattern of its own a file is passed over.
  { files: ['{preview,scripts,e2e,bench}/**/*.{ts,tsx}', '*.ts'] },
  // Playwright's fixtures are handed over by a function that is called `use`, which is no hook.
  { files: ['e2e/**/*.ts', 'preview/gallery/*.ts'], rules: { 'react-hooks/rules-of-hooks': 'off' } },
  {
    files: ['src/core/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...clockAndNetwork.map((name) => ({ name, message: 'src/core takes time and bytes as arguments.' })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'src/core takes time as an argument.' },
      ],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      'no-console': 'error',
      'max-lines': ['error', { max: 400 }],
      '@typescript-eslint/no-explicit-any': 'error',
    },
  },
  {
    files: ['src/**/*.tsx'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'TSPropertySignature[key.name="ref"]',
          message:
            'Grafana 12 runs React 18, which hands no ref to function components: give the prop another name. Jest and the preview run React 19 and cannot see the fault.',
        },
      ],
    },
  },
]);
