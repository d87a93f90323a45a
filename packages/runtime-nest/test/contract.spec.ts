import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from '@jest/globals';

import { CopilotRuntime, ROUTES } from '@flightdeck/core';
import { CopilotRuntimeModule } from '@flightdeck/runtime-nest';
import {
  baseUrlOf,
  runHttpAdapterContract,
  runOwnershipContract,
  type HttpAdapterContractOptions,
} from '@flightdeck/testing';

import { PLATFORMS } from './support/platforms.js';
import { bootApp, listen } from './support/start-app.js';

declare const NEST_MAJOR: number;

const api = { describe, it, beforeAll, afterAll, beforeEach, afterEach };

for (const platform of PLATFORMS) {
  const contract: HttpAdapterContractOptions = {
    name: `Nest ${NEST_MAJOR} on ${platform}`,
    api,
    // Nest registers the routes one by one, and the rest belongs to the application.
    traits: { answersUnknownPaths: false, answersForeignPaths: false },
    async createServer({ runtime: options, mount: { basePath, ...mount } }) {
      const booted = await bootApp(platform, {
        imports: [CopilotRuntimeModule.forRoot({ ...options, ...mount, path: basePath })],
      });
      const { app, url } = await listen(booted);
      return {
        baseUrl: baseUrlOf(url, { basePath, ...mount }),
        runtime: app.get(CopilotRuntime),
        close: () => app.close(),
      };
    },
  };
  runHttpAdapterContract(contract);
  runOwnershipContract({ ...contract, routes: ROUTES });
}
