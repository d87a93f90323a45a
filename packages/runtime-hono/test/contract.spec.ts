import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { ROUTES } from '@flightdeck/core';
import {
  baseUrlOf,
  runConformance,
  runHttpAdapterContract,
  runOwnershipContract,
  type HttpAdapterContractOptions,
} from '@flightdeck/testing';

import { conformanceApp, mountedApp, type MountTitle } from './support/mounts.js';
import { openApp } from './support/serve-app.js';

const api = { describe, it, beforeAll, afterAll, beforeEach, afterEach };

const TITLES: readonly MountTitle[] = [
  'at a base path of its own',
  'below a mount path',
  'behind a middleware that reads bodies',
];

for (const title of TITLES) {
  const contract: HttpAdapterContractOptions = {
    name: `Hono on Node, ${title}`,
    api,
    // What lies outside belongs to the application.
    traits: { answersForeignPaths: false },
    async createServer(fixture) {
      const { app, runtime } = mountedApp(title, fixture);
      const { origin, close } = await openApp(app);
      return { baseUrl: baseUrlOf(origin, fixture.mount), runtime, close };
    },
  };
  runHttpAdapterContract(contract);
  runOwnershipContract({ ...contract, routes: ROUTES });
}

it('the conformance cases all hold for an application on Node', async () => {
  const { origin, close } = await openApp(conformanceApp());
  const report = await runConformance({ url: `${origin}/api/copilotkit` });
  await close();
  const failed = report.results.filter(({ outcome }) => outcome === 'failed');
  expect(failed.map(({ name, error }) => [name, error])).toEqual([]);
  expect(report.passed).toBeGreaterThan(150);
});
