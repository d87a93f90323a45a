import { createServer } from 'node:http';

import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from '@jest/globals';

import { CopilotRuntime, ROUTES } from '@flightdeck/core';
import {
  baseUrlOf,
  listenOnLoopback,
  runHttpAdapterContract,
  runOwnershipContract,
  type HttpAdapterContractOptions,
} from '@flightdeck/testing';

import { createCopilotNodeListener } from '../src/index.js';

const nodeListener: HttpAdapterContractOptions = {
  name: 'Node listener',
  api: { describe, it, beforeAll, afterAll, beforeEach, afterEach },
  async createServer({ runtime: options, mount }) {
    const runtime = new CopilotRuntime(options);
    const listener = createCopilotNodeListener({ runtime, ...mount });
    const server = await listenOnLoopback(createServer((req, res) => void listener(req, res)));
    return { baseUrl: baseUrlOf(server.origin, mount), runtime, close: server.close };
  },
};

runHttpAdapterContract(nodeListener);
runOwnershipContract({ ...nodeListener, routes: ROUTES });
