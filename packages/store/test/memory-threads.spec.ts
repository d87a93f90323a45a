import { runStoreEngineContract } from '@flightdeck/testing';

import { memoryThreads } from '../src/index.js';

runStoreEngineContract({
  name: 'memory',
  api: { describe, it, beforeAll, afterAll, beforeEach, afterEach },
  createEngine: async () => memoryThreads(),
});
