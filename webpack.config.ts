import CopyWebpackPlugin from 'copy-webpack-plugin';
import path from 'path';
import type { Configuration } from 'webpack';
import { merge } from 'webpack-merge';
import grafanaConfig, { type Env } from './.config/webpack/webpack.config';

/**
 * create-plugin's webpack configuration, and what an app with nested plugins needs beside it: the logos of the nested
 * plugins (create-plugin copies only the root's), and `@grafana/i18n` kept out of the four bundles' shared runtime.
 */
const config = async (env: Env): Promise<Configuration> =>
  merge(await grafanaConfig(env), {
    // Caches live in one ignored folder; a change of this file makes a new one.
    cache: {
      type: 'filesystem',
      cacheDirectory: path.resolve(process.cwd(), '.cache', 'webpack'),
      buildDependencies: { config: [path.resolve(process.cwd(), 'webpack.config.ts')] },
    },
    plugins: [new CopyWebpackPlugin({ patterns: [{ from: '**/img/*.svg', to: '.' }] })],
  });

export default config;
