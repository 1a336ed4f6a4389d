import CopyWebpackPlugin from 'copy-webpack-plugin';
import path from 'path';
import type { Configuration } from 'webpack';
import { merge } from 'webpack-merge';
import grafanaConfig, { type Env } from './.config/webpack/webpack.config';

/**
 * create-plugin's webpack configuration, and what an app with nested plugins needs beside it: the logos of the nested
 * plugins (create-plugin copies only the root's), and the data source's worker as a string in its bundle.
 */
const config = async (env: Env): Promise<Configuration> =>
  merge(await grafanaConfig(env), {
    // Caches live in one ignored folder; a change of this file makes a new one.
    cache: {
      type: 'filesystem',
      cacheDirectory: path.resolve(process.cwd(), '.cache', 'webpack'),
      buildDependencies: { config: [path.resolve(process.cwd(), 'webpack.config.ts')] },
    },
    module: {
      rules: [
        // `import { source } from './worker?inline'`. Before the scaffold's own rule, which then compiles the result.
        { resourceQuery: /^\?inline$/, enforce: 'pre', loader: path.resolve(process.cwd(), 'webpack.inline.ts') },
      ],
    },
    plugins: [new CopyWebpackPlugin({ patterns: [{ from: '**/img/*.svg', to: '.' }] })],
  });

export default config;
