import { runThreadStoreContract } from '@flightdeck/testing';

import { memoryThreads } from '../src/index.js';

runThreadStoreContract({
  name: 'memory',
  api: { describe, it, beforeAll, afterAll, beforeEach, afterEach },
  createEngine: async () => memoryThreads(),
});
