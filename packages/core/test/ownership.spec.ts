import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from '@jest/globals';
import { baseUrlOf, runOwnershipContract } from '@flightdeck/testing';
import { CopilotRuntime, createCopilotRuntimeHandler, ROUTES } from '../src/index.js';

runOwnershipContract({
  name: 'fetch handler',
  api: { describe, it, beforeAll, afterAll, beforeEach, afterEach },
  routes: ROUTES,
  async createServer({ runtime: options, mount }) {
    const runtime = new CopilotRuntime(options);
    const handler = createCopilotRuntimeHandler({ runtime, ...mount });
    return {
      baseUrl: baseUrlOf('http://runtime.test', mount),
      runtime,
      fetch: (url, init) => handler(new Request(url, init)),
      close: async () => undefined,
    };
  },
});
