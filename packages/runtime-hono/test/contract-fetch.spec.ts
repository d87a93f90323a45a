// No server is loaded here: what is called is the `fetch` that Bun, Deno and workers call.
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

const api = { describe, it, beforeAll, afterAll, beforeEach, afterEach };

const TITLES: readonly MountTitle[] = ['on its own', 'behind a middleware that reads bodies'];

for (const title of TITLES) {
  const contract: HttpAdapterContractOptions = {
    name: `Hono without a server, ${title}`,
    api,
    traits: { answersForeignPaths: false, sockets: false },
    async createServer(fixture) {
      const { app, runtime } = mountedApp(title, fixture);
      return {
        baseUrl: baseUrlOf('http://app.test', fixture.mount),
        runtime,
        fetch: async (url, init) => app.fetch(new Request(url, init)),
        close: async () => undefined,
      };
    },
  };
  runHttpAdapterContract(contract);
  runOwnershipContract({ ...contract, routes: ROUTES });
}

it('the conformance cases all hold for an application that is called without a server', async () => {
  const app = conformanceApp();
  const report = await runConformance({
    url: 'http://app.test/api/copilotkit',
    fetch: async (url, init) => app.fetch(new Request(url, init)),
  });
  const failed = report.results.filter(({ outcome }) => outcome === 'failed');
  expect(failed.map(({ name, error }) => [name, error])).toEqual([]);
  expect(report.passed).toBeGreaterThan(150);
});
