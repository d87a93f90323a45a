import express, { type Express } from 'express';

import {
  CopilotRuntime,
  copilotRuntimeNodeExpressEndpoint,
  OpenAIAdapter,
} from '@flightdeck/runtime-v1';

const runtime = new CopilotRuntime({
  actions: [
    {
      name: 'fetchUser',
      description: 'Fetches the name of a user',
      parameters: [{ name: 'userId', type: 'string', description: 'The id of the user' }],
      handler: async ({ userId }) => ({ userId, name: 'Ada' }),
    },
  ],
});

export const app: Express = express();

app.use(
  '/copilotkit',
  copilotRuntimeNodeExpressEndpoint({
    endpoint: '/copilotkit',
    runtime,
    serviceAdapter: new OpenAIAdapter({ model: 'gpt-4o' }),
  }),
);
