import express from 'express';
import {
  CopilotRuntime,
  OpenAIAdapter,
  copilotRuntimeNodeExpressEndpoint, // the documented form
  type CopilotServiceAdapter,
} from '@copilotkit/runtime';
import { agents } from './agents.js';

const app = express();
const serviceAdapter: CopilotServiceAdapter = new OpenAIAdapter({ model: 'gpt-4o' });

app.use('/copilotkit', (req, res, next) => {
  (async () => {
    const runtime = new CopilotRuntime({
      actions: [
        {
          name: 'getWeather',
          description: 'Tells the weather in a city',
          parameters: [{ name: 'city', type: 'string', required: true }],
          handler: async ({ city }: { city: string }) => `Sunny in ${city}`,
        },
      ],
    });
    const handler = copilotRuntimeNodeExpressEndpoint({
      endpoint: '/copilotkit',
      runtime,
      serviceAdapter,
    });
    return handler(req, res);
  })().catch(next);
});

const { CopilotRuntime: Runtime } = await import('@copilotkit/runtime/v2');
const { createCopilotExpressHandler } = await import('@copilotkit/runtime/v2/express');
app.use(createCopilotExpressHandler({ runtime: new Runtime({ agents }), basePath: '/v2' }));

const server = app.listen(process.env.PORT ?? 3000, () => {
  const address = server.address();
  console.log(`Listening on http://localhost:${typeof address === 'object' ? address?.port : ''}`);
});
