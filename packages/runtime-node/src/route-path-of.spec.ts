import { expect, it } from '@jest/globals';

import { routePathOf } from './route-path-of.js';

describe('routePathOf', () => {
  it.each([
    ['/api/v1/chat', '/', '/'],
    ['/api/v1/chat/info?x=/y/z', '/info', '/info'],
    ['/chat//agent/a%2Fb/run/', '/agent/:agentId/run', '/agent/a%2Fb/run'],
    ['http://host/chat/threads/t', '/threads/:threadId', '/threads/t'],
    ['/info', '/info', '/info'],
  ])('takes from %s, matched by %s, the path %s', (url, pattern, path) => {
    expect(routePathOf(url, pattern)).toBe(path);
  });
});
