import { createServer } from 'node:http';
import { BuiltInAgent } from '@flightdeck/agent';
import { CopilotRuntime } from '@flightdeck/core';
import {
  createCopilotNodeListener,
  createGracefulShutdown,
  shutdownOnSignals,
} from '@flightdeck/runtime-node';

const runtime = new CopilotRuntime({
  agents: { default: new BuiltInAgent({ model: 'openai/gpt-4o' }) },
});

const listener = createCopilotNodeListener({ runtime, basePath: '/api/copilotkit', cors: true });

export const server = createServer((req, res) => void listener(req, res));
shutdownOnSignals(createGracefulShutdown({ server, runtime }));
server.listen(Number(process.env.PORT ?? 3000));
