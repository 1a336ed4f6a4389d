// Times in tests are UTC wherever they run.
process.env.TZ = 'UTC';

const scaffold = require('./.config/jest.config');

module.exports = {
  ...scaffold,
  setupFiles: ['<rootDir>/jest-polyfills.js'],
  // Unit tests stand beside their source; those that start real Go programs or a browser are in e2e/.
  testMatch: ['<rootDir>/{src,preview,bench,scripts}/**/*.test.{ts,tsx}'],
};
