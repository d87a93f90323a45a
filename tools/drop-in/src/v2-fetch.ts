import {
  CopilotRuntime,
  InMemoryAgentRunner,
  createCopilotRuntimeHandler,
  type CopilotRuntimeFetchHandler,
  type CopilotRuntimeHooks,
} from '@copilotkit/runtime/v2';

import { agents } from './agents.js';

const runtime = new CopilotRuntime({
  agents: ({ request }) => (request.headers.has('x-tenant') ? {} : agents),
  runner: new InMemoryAgentRunner({ maxThreads: 100 }),
});

const hooks: CopilotRuntimeHooks = {
  onRequest: ({ request, path }) => {
    if (request.headers.get('authorization') === 'wrong') {
      throw new Response(`Not for you: ${path}`, { status: 401 });
    }
  },
};

const handler: CopilotRuntimeFetchHandler = createCopilotRuntimeHandler({
  runtime,
  basePath: '/api/copilotkit',
  cors: true,
  hooks,
});

export const GET = handler;
export const POST = handler;
