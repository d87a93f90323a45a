import {
  copilotRuntimeNodeExpressEndpoint,
  CopilotRuntime,
  OpenAIAdapter,
} from '@flightdeck/runtime';
import express from 'express';

const runtime = new CopilotRuntime({
  actions: [
    {
      name: 'findFlights',
      description: 'Finds flights between two airports',
      parameters: [{ name: 'from' }, { name: 'to' }],
      handler: ({ from, to }) => [`${String(from)}-${String(to)}-7`],
    },
  ],
  middleware: {
    onBeforeRequest({ inputMessages, properties }) {
      if (properties.plan !== 'paid') throw new Response('No plan, no copilot', { status: 402 });
      const last = inputMessages.at(-1);
      if (last?.isTextMessage()) last.content = last.content.replace(/\d{16}/, '(card)');
    },
  },
});

export const app: express.Express = express();
app.use(
  '/copilotkit',
  copilotRuntimeNodeExpressEndpoint({
    endpoint: '/copilotkit',
    runtime,
    serviceAdapter: new OpenAIAdapter({ model: 'gpt-4o' }),
  }),
);
