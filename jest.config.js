// Times in tests are UTC wherever they run.
process.env.TZ = 'UTC';

const scaffold = require('./.config/jest.config');

// Unit tests stand beside their source; those that start real Go programs and a browser are in e2e/.
const { setupFilesAfterEnv, ...shared } = scaffold;

module.exports = {
  projects: [
    {
      ...shared,
      displayName: 'node',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/{src/core,preview/server,scripts,bench}/**/*.test.ts'],
    },
    {
      ...shared,
      displayName: 'dom',
      setupFiles: ['<rootDir>/jest-polyfills.js'],
      setupFilesAfterEnv,
      testMatch: ['<rootDir>/{src,preview/host}/**/*.test.{ts,tsx}'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/src/core/'],
    },
  ],
};
