import { createServer } from 'node:http';

import { CopilotRuntime } from '@flightdeck/core';
import {
  createCopilotNodeListener,
  createGracefulShutdown,
  shutdownOnSignals,
} from '@flightdeck/runtime-node';

import { myAgent } from './my-agent.js';

const runtime = new CopilotRuntime({ agents: { default: myAgent } });

const listener = createCopilotNodeListener({ runtime, basePath: '/api/copilotkit', cors: true });

export const server = createServer((req, res) => void listener(req, res));

shutdownOnSignals(createGracefulShutdown({ server, runtime }));
