import { describe, expect, it } from '@jest/globals';
import type { MCPAppsOptions } from './mcp-apps-options.js';
import { resolveServers } from './resolve-servers.js';

const URL_A = 'https://mcp.test/a?key=s3cret';

function resolve(...servers: readonly unknown[]) {
  // The point is what untyped users write.
  return resolveServers({ servers } as unknown as MCPAppsOptions);
}

describe('the servers of MCP apps', () => {
  it.each([
    ['no object', ['https://mcp.test']],
    ['servers[0].type', [{ type: 'stdio', url: URL_A }]],
    ['servers[0].url', [{ type: 'http', url: 'mcp.test' }]],
    ['servers[0].url', [{ type: 'http', url: 'file:///etc/passwd' }]],
    ['credentials', [{ type: 'http', url: 'https://ada:s3cret@mcp.test' }]],
    ['includeTools', [{ type: 'http', url: URL_A, includeTools: ['a'] }]],
    ['excludeTools', [{ type: 'http', url: URL_A, excludeTools: [] }]],
    ['servers[0].allow', [{ type: 'http', url: URL_A, allow: 'a' }]],
    ['servers[0].deny', [{ type: 'http', url: URL_A, deny: [7] }]],
    ['servers[0].appResources', [{ type: 'http', url: URL_A, appResources: 'docs://' }]],
    ['servers[0].serverId', [{ type: 'http', url: URL_A, serverId: '' }]],
    [
      'listed twice',
      [
        { type: 'http', url: URL_A },
        { type: 'http', url: URL_A, agentId: 'one' },
      ],
    ],
    [
      'listed twice',
      [
        { type: 'http', url: URL_A, serverId: 'a' },
        { type: 'sse', url: 'https://mcp.test/b', serverId: 'a' },
      ],
    ],
  ])(
    'are refused, because of %s, without showing a secret [middlewares.mcp-options]',
    (text, servers) => {
      const message = text === 'no object' ? 'must be an object' : text;
      expect(() => resolve(...servers)).toThrow(TypeError);
      expect(() => resolve(...servers)).toThrow(message);
      expect(() => resolve(...servers)).not.toThrow('s3cret');
    },
  );

  it.each([
    ['connectTimeoutMs', 0],
    ['callTimeoutMs', '60'],
    ['cacheTtlMs', Number.NaN],
    ['maxParallelRequests', 0],
    ['discoveryFailureMode', 'ignore'],
    ['servers', undefined],
  ])('cannot be had with %s %j [middlewares.mcp-options]', (name, value) => {
    const options = { servers: [], [name]: value } as unknown as MCPAppsOptions;
    expect(() => resolveServers(options)).toThrow(name);
  });

  it('may have one address for different agents, or under different ids', () => {
    const twins = [
      { type: 'http', url: URL_A, agentId: 'one' },
      { type: 'http', url: URL_A, agentId: 'two' },
      { type: 'http', url: 'https://mcp.test/b', serverId: 'c' },
      { type: 'http', url: 'https://mcp.test/b', serverId: 'd' },
    ];
    expect(resolve(...twins)).toHaveLength(4);
  });

  it('are told apart by type and address alone: credentials leave no trace', async () => {
    const [plain, secret, other] = resolve(
      { type: 'http', url: URL_A, agentId: 'one' },
      { type: 'http', url: URL_A, agentId: 'two', headers: { authorization: 'Bearer s3cret' } },
      { type: 'sse', url: URL_A, agentId: 'three' },
    );
    expect(await plain?.hash()).toMatch(/^[0-9a-f]{32}$/);
    expect(await secret?.hash()).toBe(await plain?.hash());
    expect(await other?.hash()).not.toBe(await plain?.hash());
    expect(plain?.address).toBe('https://mcp.test/a');
  });

  it.each([
    ['ui://maps/map.html', true],
    ['docs://public/a', true],
    ['docs://private/a', false],
    ['docs://public/../private/a', false],
    ['docs://public/%2E%2e/private/a', false],
    ['docs://public/..%2fprivate/a', false],
    ['docs://public/a..b', true],
    ['file:///etc/passwd', false],
    ['UI://x', false],
  ])('let interfaces read %s: %s [middlewares.mcp-visibility]', (uri, expected) => {
    const [server] = resolve({ type: 'http', url: URL_A, appResources: ['docs://public/'] });
    expect(server?.isReadable(uri)).toBe(expected);
  });

  it('are named to clients without their address', () => {
    const servers = resolve(
      { type: 'http', url: URL_A },
      { type: 'sse', url: URL_A, serverId: 'b' },
    );
    expect(servers.map(({ label }) => label)).toEqual(['mcp-1', 'b']);
  });

  it('offer what is allowed and not denied', () => {
    const [server] = resolve({ type: 'http', url: URL_A, allow: ['a', 'b'], deny: ['b'] });
    expect(['a', 'b', 'c'].map((name) => server?.isAllowed(name))).toEqual([true, false, false]);
  });
});
