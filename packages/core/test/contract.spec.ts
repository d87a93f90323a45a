import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from '@jest/globals';
import { baseUrlOf, runHttpAdapterContract, serveFetchHandler } from '@flightdeck/testing';
import { CopilotRuntime, createCopilotRuntimeHandler } from '../src/index.js';

const api = { describe, it, beforeAll, afterAll, beforeEach, afterEach };

runHttpAdapterContract({
  name: 'fetch handler, called directly',
  api,
  traits: { sockets: false },
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

runHttpAdapterContract({
  name: 'fetch handler behind a server',
  api,
  async createServer({ runtime: options, mount }) {
    const runtime = new CopilotRuntime(options);
    const server = await serveFetchHandler(createCopilotRuntimeHandler({ runtime, ...mount }));
    return { baseUrl: baseUrlOf(server.origin, mount), runtime, close: server.close };
  },
});
