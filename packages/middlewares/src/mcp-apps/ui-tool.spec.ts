import { describe, expect, it } from '@jest/globals';
import { resolveServers } from './resolve-servers.js';
import { isCallableByApps, toUITool } from './ui-tool.js';

const [SERVER] = resolveServers({
  servers: [{ type: 'http', url: 'https://mcp.test', appTools: ['plain_but_listed'] }],
});

function judge(meta: Readonly<Record<string, unknown>> | undefined, name = 'map') {
  if (SERVER === undefined) throw new Error('There is no server');
  const tool = { name, description: 'A map', inputSchema: {}, _meta: meta };
  return {
    offered: toUITool(SERVER, tool)?.resourceUri ?? null,
    callable: isCallableByApps(SERVER, tool),
  };
}

const NEW = { resourceUri: 'ui://new' };
const OLD = { 'ui/resourceUri': 'ui://old' };

describe('a tool of an MCP server', () => {
  it.each([
    ['no user interface', undefined, { offered: null, callable: false }],
    ['one', { ui: NEW }, { offered: 'ui://new', callable: true }],
    ['one under the key of old', OLD, { offered: 'ui://old', callable: true }],
    ['one under both keys', { ui: NEW, ...OLD }, { offered: 'ui://new', callable: true }],
    [
      'only the old key beside other things',
      { ui: {}, ...OLD },
      { offered: 'ui://old', callable: true },
    ],
    [
      'one for both',
      { ui: { ...NEW, visibility: ['model', 'app'] } },
      { offered: 'ui://new', callable: true },
    ],
    [
      'one for models',
      { ui: { ...NEW, visibility: ['model'] } },
      { offered: 'ui://new', callable: false },
    ],
    [
      'one for interfaces',
      { ui: { ...NEW, visibility: ['app'] } },
      { offered: null, callable: true },
    ],
    ['none, for interfaces', { ui: { visibility: ['app'] } }, { offered: null, callable: true }],
    ['one for nobody', { ui: { ...NEW, visibility: [] } }, { offered: null, callable: false }],
    [
      'a visibility that is none',
      { ui: { ...NEW, visibility: 'app' } },
      { offered: null, callable: false },
    ],
  ])('with %s is offered to whom it is for [middlewares.mcp-visibility]', (_, meta, judged) => {
    expect(judge(meta)).toEqual(judged);
  });

  it('may be called by interfaces if the application says so', () => {
    expect(judge(undefined, 'plain_but_listed').callable).toBe(true);
  });

  it('tells the agent where its interface is', () => {
    if (SERVER === undefined) throw new Error('There is no server');
    const tool = { name: 'map', description: 'A map', inputSchema: { type: 'object' }, _meta: OLD };
    expect(toUITool(SERVER, tool)?.declaration).toEqual({
      name: 'map',
      description: 'A map\nUser interface: ui://old',
      parameters: { type: 'object' },
    });
  });
});
