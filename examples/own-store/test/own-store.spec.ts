import { createEngine } from '@flightdeck/store/engine';
import { runStoreEngineContract } from '@flightdeck/testing';

import { ownBackend } from '../src/own-backend.js';

runStoreEngineContract({
  name: 'own store',
  api: { describe, it, beforeAll, afterAll, beforeEach, afterEach },
  createEngine: async () => createEngine(ownBackend()),
});
