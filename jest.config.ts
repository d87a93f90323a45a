/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

const swc: [string, Record<string, unknown>] = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      keepClassNames: true,
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  },
];

const sourceSuffix = { '^(\\.{1,2}/.*)\\.js$': '$1' };

const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: sourceSuffix,
  // Workspace packages resolve to their sources: no build before tests.
  testEnvironmentOptions: { customExportConditions: ['dev-source', 'node', 'node-addons'] },
  transform: { '^.+\\.ts$': swc },
} satisfies Config;

const express4 = '<rootDir>/packages/runtime-express/node_modules/express-v4';
const nest11 = '<rootDir>/packages/runtime-nest/node_modules/nest11-$1$2';

const config: Config = {
  testTimeout: 30_000,
  // One more than the cores of a small machine: several suites mostly wait for servers.
  maxWorkers: 3,
  // What a file has loaded is not let go of; beyond this, collecting garbage costs more than a new worker.
  workerIdleMemoryLimit: '300MB',
  testSequencer: '<rootDir>/tools/longest-first.mjs',
  reporters: ['default', '<rootDir>/tools/summary-reporter.mjs'],
  projects: [
    {
      ...shared,
      displayName: 'unit',
      globals: { EXPRESS_MAJOR: 5, NEST_MAJOR: 12 },
      testMatch: [
        '<rootDir>/packages/*/{src,test,matrix}/**/*.spec.ts',
        '<rootDir>/apps/*/test/**/*.spec.ts',
        '<rootDir>/examples/*/test/**/*.spec.ts',
        '<rootDir>/parity/**/*.spec.ts',
        '<rootDir>/tools/**/*.spec.ts',
        '<rootDir>/bench/**/*.spec.ts',
      ],
    },
    {
      ...shared,
      displayName: 'express@4',
      globals: { EXPRESS_MAJOR: 4 },
      testMatch: ['<rootDir>/packages/runtime-express/{test,matrix}/**/*.spec.ts'],
      moduleNameMapper: { ...sourceSuffix, '^express$': express4 },
    },
    {
      ...shared,
      displayName: 'nest@11',
      globals: { NEST_MAJOR: 11 },
      testMatch: ['<rootDir>/packages/runtime-nest/{test,matrix}/**/*.spec.ts'],
      moduleNameMapper: {
        ...sourceSuffix,
        '^@nestjs/(common|core|platform-express|platform-fastify|testing)(/.*)?$': nest11,
      },
    },
    {
      ...shared,
      // Needs what `tools/clients.mjs` installs.
      displayName: 'clients',
      testMatch: ['<rootDir>/clients/*.spec.ts'],
    },
    {
      ...shared,
      // Kills and freezes servers: nothing that computes may run beside it, see tools/test.mjs.
      displayName: 'faults',
      testMatch: ['<rootDir>/faults/**/*.spec.ts'],
    },
  ],
};

export default config;
