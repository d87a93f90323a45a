import { afterEach, describe, expect, it } from '@jest/globals';
import { startFixture, type Fixture } from './support/start-fixture.js';

let fixture: Fixture | undefined;

afterEach(async () => {
  await fixture?.stop();
});

describe('a server that serves every route', () => {
  it('[privacy.no-outbound] connects to nobody and looks up no name', async () => {
    fixture = await startFixture(new URL('./support/offline-server.ts', import.meta.url));
    const { visited, seen, foreign } = await fixture.next();
    expect(foreign).toEqual([]);
    // The watch works: it has seen the connections that this test made itself.
    expect(Number(seen)).toBeGreaterThan(0);
    expect(Number(visited)).toBeGreaterThan(15);
  });
});
