import { expect, it } from '@jest/globals';
import { combineTools } from './combine-tools.js';

it('finds a name for every tool of MCP servers, which all providers take', () => {
  const long = 'x'.repeat(64);
  const tool = (name: string) => ({ name, description: '' });
  const servers = ['mcp-1', 'mcp-2', 'mcp-2'].map((serverId) => ({
    serverId,
    tools: [tool('look'), tool(long)],
  }));
  const names = combineTools({
    actions: [tool('look')],
    mcp: servers,
    frontendTools: ['mcp__mcp-1__look'],
    warn: () => undefined,
  }).map(({ name }) => name);
  expect(names).toEqual([
    'look',
    'mcp__mcp-1__look_2',
    long,
    'mcp__mcp-2__look',
    `mcp__mcp-2__${'x'.repeat(52)}`,
    'mcp__mcp-2__look_2',
    `mcp__mcp-2__${'x'.repeat(50)}_2`,
  ]);
});
