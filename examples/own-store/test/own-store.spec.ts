import { readFileSync } from 'node:fs';

import { createEngine, encodeSegment } from '@flightdeck/store/engine';
import { runEngineModelCheck, runThreadStoreContract } from '@flightdeck/testing';

import { ownBackend } from '../src/own-backend.js';

runThreadStoreContract({
  name: 'own store',
  api: { describe, it, beforeAll, afterAll, beforeEach, afterEach },
  createEngine: async () => createEngine(ownBackend()),
});

runEngineModelCheck({
  name: 'own store',
  api: { describe, it },
  createBackend: async () => ownBackend(),
  encodeSegment,
  steps: 25_000,
  seeds: [1, 2, 3, 4],
});

describe('the example', () => {
  it('has fewer than 300 lines, blank ones and comments aside', () => {
    const files = ['own-backend.ts', 'tables.ts'].map((name) =>
      readFileSync(new URL(`../src/${name}`, import.meta.url), 'utf8'),
    );
    const lines = files.flatMap((text) => text.split('\n'));
    const code = lines.filter((line) => !/^\s*($|\/\/|\/\*\*|\*)/.test(line));
    expect(code.length).toBeLessThan(300);
  });
});
