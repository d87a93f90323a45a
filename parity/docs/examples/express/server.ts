import { BuiltInAgent } from '@flightdeck/agent';
import { CopilotRuntime } from '@flightdeck/core';
import { createCopilotExpressHandler } from '@flightdeck/runtime-express';
import { createGracefulShutdown, shutdownOnSignals } from '@flightdeck/runtime-node';
import express from 'express';

const runtime = new CopilotRuntime({
  agents: { default: new BuiltInAgent({ model: 'openai/gpt-4o' }) },
});

const app = express();
app.use('/api/copilotkit', createCopilotExpressHandler({ runtime }));

export const server = app.listen(Number(process.env.PORT ?? 3000));
shutdownOnSignals(createGracefulShutdown({ server, runtime }));
