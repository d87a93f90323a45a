import { createRouteTest } from './route-path.js';

describe('createRouteTest', () => {
  it.each([
    ['api/chat', 'POST', '/api/chat', true],
    ['api/chat', 'POST', '/v1/api/chat/?q=1', true],
    ['/api/chat/', 'POST', '/api/chat/agent/x/stop/y', true],
    ['api/chat', 'POST', '/api/chat/agent/:agentId/run', true],
    ['api/chat', 'DELETE', '/api/chat/threads/x', true],
    ['api/chat', 'GET', '/chat/info', false],
    ['api/chat', 'POST', '/api/chat/else', false],
    ['api/chat', 'GET', '/api/chats/info', false],
    ['t/:tenant/chat', 'GET', '/t/acme/chat/info', true],
    ['/', 'POST', '/', true],
    ['/', 'POST', '/anything', false],
    ['', 'POST', '/prefix/threads/clear', true],
    // A route of the application that ends like one of ours, with another verb.
    ['/', 'POST', '/forum/threads', false],
  ])('of %s takes %s %s for one of its own: %s', (basePath, verb, url, owned) => {
    expect(createRouteTest(basePath)(url, verb)).toBe(owned);
  });

  it('takes a route for all verbs for its own if one of them is', () => {
    expect(createRouteTest('/')('/threads', 'GET', 'POST')).toBe(true);
  });
});
