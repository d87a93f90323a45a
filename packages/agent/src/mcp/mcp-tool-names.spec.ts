import { MCPToolNames } from './mcp-tool-names.js';

describe('MCPToolNames', () => {
  it('keeps the own name of a tool while nobody else has it', () => {
    const names = new MCPToolNames([]);
    expect([names.add('a', 'search'), names.add('a', 'fetch')]).toEqual(['search', 'fetch']);
  });

  it('puts the server before a name that is taken, and counts where even that is [mcp.namespacing]', () => {
    const names = new MCPToolNames(['search']);
    expect([1, 2, 3].map(() => names.add('docs', 'search'))).toEqual([
      'mcp__docs__search',
      'mcp__docs__search_2',
      'mcp__docs__search_3',
    ]);
  });

  it.each(['AGUISendStateDelta', 'copilotkitSuggest', 'copilotkit_x', 'render_a2ui'])(
    'gives nobody the reserved name %s [mcp.shadowing]',
    (name) => {
      expect(new MCPToolNames([]).add('s', name)).toBe(`mcp__s__${name}`);
    },
  );

  it('puts the server, or a prefix of choice, before every name', () => {
    expect(new MCPToolNames([], true).add('docs', 'search')).toBe('mcp__docs__search');
    const prefixed = new MCPToolNames([], 'ext_');
    expect(prefixed.add('a', 'search')).toBe('ext_search');
    expect(prefixed.add('b', 'search')).toBe('mcp__b__search');
  });

  it('makes only names that providers take [mcp.namespacing]', () => {
    const names = new MCPToolNames([], true);
    const long = 'x'.repeat(100);
    const made = [names.add('127.0.0.1:80', 'süß.es'), names.add('s', long), names.add('s', long)];
    expect(made[0]).toBe('mcp__127_0_0_1_80__s___es');
    expect(new Set(made).size).toBe(3);
    expect(made.every((name) => /^[A-Za-z0-9_-]{1,64}$/.test(name))).toBe(true);
  });
});
