// Times in tests are UTC wherever they run.
process.env.TZ = 'UTC';

const scaffold = require('./.config/jest.config');
const { grafanaESModules, nodeModulesToTransform } = require('./.config/jest/utils');

// Unit tests stand beside their source; those that start real Go programs and a browser are in e2e/.
const { moduleNameMapper, setupFilesAfterEnv, transform, ...rest } = scaffold;

// The scaffold compiles .js only; several of @grafana/data's dependencies ship .mjs.
const shared = {
  ...rest,
  // ES modules among @grafana/ui 13's dependencies that the scaffold's list does not have yet.
  transformIgnorePatterns: [nodeModulesToTransform([...grafanaESModules, '@react-hookz/web', '@ver0/deep-equal'])],
  transform: { '^.+\\.m?[tj]sx?$': Object.values(transform)[0] },
  // webpack bundles the worker into a string; here there are no workers to start, so nothing stands in it.
  moduleNameMapper: { ...moduleNameMapper, '\\?inline$': '<rootDir>/jest-inline.js' },
};

module.exports = {
  projects: [
    {
      ...shared,
      displayName: 'node',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/{src/core,src/datasource/{engine,store},preview/server,scripts,bench}/**/*.test.ts'],
    },
    {
      ...shared,
      displayName: 'dom',
      setupFiles: ['<rootDir>/jest-polyfills.js'],
      setupFilesAfterEnv,
      testMatch: ['<rootDir>/{src,preview/host}/**/*.test.{ts,tsx}'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/src/core/', '<rootDir>/src/datasource/(engine|store)/'],
    },
  ],
};
