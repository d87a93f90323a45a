import { describe, expect, it } from '@jest/globals';
import type { CreateMCPClientFunction } from '../mcp-servers.js';
import { MCPEndpointPool } from './mcp-endpoint-pool.js';

const context = {
  threadId: 't',
  runId: 'r',
  agentId: undefined,
  headers: {},
  forwardedProps: undefined,
  frontendTools: [],
  signal: new AbortController().signal,
};

describe('MCPEndpointPool', () => {
  it('keeps so many clients, and closes the least recently used', async () => {
    const made: string[] = [];
    const closed: string[] = [];
    const createMCPClient: CreateMCPClientFunction = async ({ endpoint }) => {
      made.push(endpoint);
      return { tools: async () => ({}), close: () => closed.push(endpoint) };
    };
    const pool = new MCPEndpointPool(2);
    const ask = (endpoint: string) =>
      pool.use({ endpoint }, { user: pool, createMCPClient, serverId: endpoint }).provide(context);
    for (const endpoint of ['a', 'b', 'a', 'c', 'a', 'b']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await ask(endpoint);
    }
    expect(made).toEqual(['a', 'b', 'c', 'b']);
    expect(closed).toEqual(['b', 'c']);
  });

  it('takes fields in any order for the same configuration', async () => {
    const pool = new MCPEndpointPool();
    const options = { user: pool, serverId: 'a' };
    expect(pool.use({ endpoint: 'https://a.example', apiKey: 'k' }, options)).toBe(
      pool.use({ apiKey: 'k', endpoint: 'https://a.example' }, options),
    );
    await pool.closeUsedBy(pool);
  });
});
