import { createPathTest, routePathOf } from './route-path.js';

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

describe('createPathTest', () => {
  it.each([
    ['api/chat', '/api/chat', true],
    ['api/chat', '/v1/api/chat/?q=1', true],
    ['/api/chat/', '/api/chat/agent/x/stop/y', true],
    ['api/chat', '/api/chat/agent/:agentId/run', true],
    ['api/chat', '/chat/info', false],
    ['api/chat', '/api/chat/else', false],
    ['api/chat', '/api/chats/info', false],
    ['t/:tenant/chat', '/t/acme/chat/info', true],
    ['/', '/', true],
    ['/', '/anything', false],
    ['', '/prefix/threads/clear', true],
  ])('of %s takes %s for one of its own: %s', (basePath, url, owned) => {
    expect(createPathTest(basePath)(url)).toBe(owned);
  });
});
