import { HttpAgent } from '@ag-ui/client';
import {
  CopilotRuntime,
  ExperimentalEmptyAdapter,
  copilotRuntimeNextJSAppRouterEndpoint,
  copilotRuntimeNextJSPagesRouterEndpoint,
  type CopilotServiceAdapter,
} from '@copilotkit/runtime';

export { config } from '@copilotkit/runtime';

const serviceAdapter: CopilotServiceAdapter = new ExperimentalEmptyAdapter();

const runtime = new CopilotRuntime({
  agents: { support: new HttpAgent({ url: 'http://127.0.0.1:8000/' }) },
  actions: ({ properties, url }) => [
    {
      name: 'fetchNameForUserId',
      description: 'Fetches user name from the database for a given ID.',
      parameters: [
        { name: 'userId', type: 'string', description: 'The ID of the user.', required: true },
      ],
      handler: async ({ userId }: { userId: string }) => ({ name: `${userId} ${url}`, properties }),
    },
  ],
  middleware: {
    onBeforeRequest: ({ threadId, runId, inputMessages, properties }) => {
      console.debug(threadId, runId, inputMessages.length, properties);
    },
    onAfterRequest: async ({ threadId, runId, inputMessages, outputMessages, properties }) => {
      console.debug(threadId, runId, inputMessages.length, outputMessages.length, properties);
    },
  },
  onError: (errorEvent) => {
    console.debug(errorEvent);
  },
});

export const { handleRequest } = copilotRuntimeNextJSAppRouterEndpoint({
  runtime,
  serviceAdapter,
  endpoint: '/api/copilotkit',
});

export const pages = copilotRuntimeNextJSPagesRouterEndpoint({
  runtime,
  serviceAdapter,
  endpoint: '/api/copilotkit',
});
