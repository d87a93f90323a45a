import * as core from '@flightdeck/core';
import * as expressEntry from '@flightdeck/runtime-express';
import * as nodeEntry from '@flightdeck/runtime-node';
import { verifies } from '../verifies.js';

describe('the names that users import', () => {
  verifies('api.core-names', 'are there for runtime, runner and helpers', () => {
    expect(core).toMatchObject({
      CopilotRuntime: expect.any(Function),
      CopilotSseRuntime: core.CopilotRuntime,
      InMemoryAgentRunner: expect.any(Function),
      AgentRunner: expect.any(Function),
      TranscriptionService: expect.any(Function),
      createCopilotRuntimeHandler: expect.any(Function),
      createRunEventFinalizer: expect.any(Function),
      finalizeRunEvents: expect.any(Function),
      isA2UIEnabled: expect.any(Function),
      supportsLocalThreadEndpoints: expect.any(Function),
      VERSION: expect.any(String),
    });
  });

  verifies('api.express-names', 'are there for Express', () => {
    expect(expressEntry).toMatchObject({
      createCopilotExpressHandler: expect.any(Function),
      createCopilotEndpointExpress: expect.any(Function),
      createCopilotEndpointSingleRouteExpress: expect.any(Function),
    });
  });

  verifies('api.node-names', 'are there for Node', () => {
    expect(nodeEntry).toMatchObject({
      createCopilotNodeListener: expect.any(Function),
      createCopilotNodeHandler: expect.any(Function),
      createNodeFetchHandler: nodeEntry.createCopilotNodeHandler,
    });
  });
});
