import { describe, expect, it } from '@jest/globals';

import { createRouteClaim } from './route-claim.js';

describe('what a runtime at the root of an application claims', () => {
  const claims = createRouteClaim(undefined);

  it.each([
    ['GET', '/info'],
    ['DELETE', '/info'],
    ['POST', '/agent/a%20b/run'],
    ['GET', '//threads/'],
    ['POST', '/'],
    ['OPTIONS', '/'],
  ])('is %s %s', (verb, path) => {
    expect(claims(verb, path)).toBe(true);
  });

  it.each([
    ['GET', '/'],
    ['GET', '/docs/info'],
    ['GET', '/agent/a'],
    ['POST', '/orders'],
  ])('is not %s %s', (verb, path) => {
    expect(claims(verb, path)).toBe(false);
  });

  it('are envelopes alone in single-route mode', () => {
    const single = createRouteClaim('single-route');
    expect([single('POST', '/'), single('GET', '/info')]).toEqual([true, false]);
  });

  it('are routes alone in multi-route mode', () => {
    const multi = createRouteClaim('multi-route');
    expect([multi('POST', '/'), multi('GET', '/info')]).toEqual([false, true]);
  });
});
