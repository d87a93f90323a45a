import { runEngineModelCheck } from '@flightdeck/testing';

import { ownBackend } from '../../../../examples/own-store/src/own-backend.js';
import { encodeSegment } from '../../src/engine.js';

runEngineModelCheck({
  name: 'own store',
  api: { describe, it },
  createBackend: async () => ownBackend(),
  encodeSegment,
  steps: 50_000,
  seeds: [1, 2],
});
