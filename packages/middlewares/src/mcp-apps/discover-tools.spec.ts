import { describe, expect, it } from '@jest/globals';
import type { MCPTool } from '@flightdeck/mcp';
import { discoverTools, type Discovery } from './discover-tools.js';
import { resolveServers } from './resolve-servers.js';
import type { ServerLinks } from './server-links.js';

const uiTool = (name: string): MCPTool => ({
  name,
  inputSchema: {},
  _meta: { ui: { resourceUri: `ui://${name}` } },
});

/** What is made of the lists of servers; one without a list cannot be asked. */
async function discover(
  lists: readonly (readonly string[] | null)[],
  taken: readonly string[] = [],
  log: unknown[] = [],
): Promise<Discovery> {
  const servers = resolveServers({
    servers: lists.map((_, at) => ({ type: 'http', url: `http://mcp.test/${at}?key=s3cret` })),
  });
  const links: Pick<ServerLinks, 'listTools'> = {
    async listTools(server) {
      const names = lists[servers.indexOf(server)];
      if (names === null || names === undefined) throw new Error('s3cret words of the server');
      return names.map(uiTool);
    },
  };
  return discoverTools({
    servers,
    // Nothing else is asked of them here.
    links: links as ServerLinks,
    context: { headers: {}, signal: new AbortController().signal },
    taken: new Set(taken),
    mustSucceed: false,
    logger: { debug: () => undefined, warn: (...line) => log.push(line) },
  });
}

describe('the tools of all servers', () => {
  it('belong to the client, or to the first server that has the name', async () => {
    const { tools, warnings } = await discover(
      [
        ['a', 'b'],
        ['b', 'c'],
      ],
      ['a'],
    );
    const owners = [...tools].map(([name, { server }]) => [name, server.label]);
    expect(owners).toEqual([
      ['b', 'mcp-1'],
      ['c', 'mcp-2'],
    ]);
    expect(warnings).toEqual(
      [
        { server: 'mcp-1', message: "There are other tools of these names already: 'a'" },
        { server: 'mcp-2', message: "There are other tools of these names already: 'b'" },
      ].map((value) => ({ type: 'CUSTOM', name: 'mcp_apps_warning', value })),
    );
  });

  it('have one short warning for each server, however many names are taken', async () => {
    const names = Array.from({ length: 2_000 }, (_, at) => `${at}-${'x'.repeat(1_000)}`);
    const { warnings } = await discover([names, names]);
    expect(warnings).toHaveLength(1);
    expect(JSON.stringify(warnings)).toContain('and 1990 more');
    expect(JSON.stringify(warnings).length).toBeLessThan(1_000);
  });

  it('are missing where a server cannot be asked, of which the log alone tells the address', async () => {
    const log: unknown[] = [];
    const { tools, warnings } = await discover([null, ['a']], [], log);
    expect([...tools.keys()]).toEqual(['a']);
    expect(warnings).toMatchObject([{ value: { server: 'mcp-1' } }]);
    expect(JSON.stringify(log)).toContain('http://mcp.test/0');
    expect(JSON.stringify(warnings)).not.toContain('mcp.test');
    expect(JSON.stringify([log, warnings])).not.toContain('s3cret');
  });

  it('may be called like fields that every object has', async () => {
    const { tools } = await discover([['__proto__', 'constructor']]);
    expect([...tools.keys()]).toEqual(['__proto__', 'constructor']);
    expect(tools.get('toString')).toBeUndefined();
  });
});
