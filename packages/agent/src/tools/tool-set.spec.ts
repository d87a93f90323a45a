import { AgentConfigError } from '../options/agent-config-error.js';
import type { RunTool, ToolOrigin } from './run-tool.js';
import { checkServerTools, createServerToolCompiler } from './server-tools.js';
import { createToolSet } from './tool-set.js';

function tool(name: string, origin: ToolOrigin, description: string = origin): RunTool {
  return {
    name,
    origin,
    description,
    inputSchema: { type: 'object' },
    parse: (value) => ({ ok: true, value }),
  };
}

describe('createToolSet', () => {
  it('prefers server, then state, then MCP, then frontend tools, and logs each name once [agent.tools-precedence]', () => {
    const warnings: string[] = [];
    const set = createToolSet({
      frontend: [
        tool('a', 'frontend'),
        tool('b', 'frontend'),
        tool('c', 'frontend'),
        tool('d', 'frontend'),
      ],
      mcp: [tool('a', 'mcp'), tool('b', 'mcp'), tool('c', 'mcp')],
      state: [tool('a', 'state'), tool('b', 'state')],
      server: [tool('a', 'server')],
      logger: { warn: (message) => void warnings.push(message) },
    });
    expect(set.specs).toEqual([
      { name: 'a', description: 'server', inputSchema: { type: 'object' } },
      { name: 'b', description: 'state', inputSchema: { type: 'object' } },
      { name: 'c', description: 'mcp', inputSchema: { type: 'object' } },
      { name: 'd', description: 'frontend', inputSchema: { type: 'object' } },
    ]);
    expect(set.get('b')?.origin).toBe('state');
    expect(warnings).toEqual([
      'Tool "a" is offered more than once: the server tool is used, the state tool is not',
      'Tool "b" is offered more than once: the state tool is used, the mcp tool is not',
      'Tool "c" is offered more than once: the mcp tool is used, the frontend tool is not',
    ]);
  });

  it('knows no tool by the name of a method of objects', () => {
    expect(createToolSet({}).get('constructor')).toBeUndefined();
  });

  it('tells of a tool only what it has', () => {
    const { description: _description, ...bare } = tool('a', 'frontend');
    expect(createToolSet({ frontend: [{ ...bare, strict: false }] }).specs).toEqual([
      { name: 'a', inputSchema: { type: 'object' }, strict: false },
    ]);
  });
});

describe('checkServerTools', () => {
  it.each([
    ['two of a name', [{ name: 'a' }, { name: 'a' }], /two tools named "a"/],
    ['one without a name', [{ name: '' }], /tools\[0\] has no name/],
    ['AGUISendAnything', [{ name: 'AGUISendAnything' }], /"AGUISendAnything" needs another name/],
    ['copilotkit_load_skill', [{ name: 'copilotkit_load_skill' }], /reserved/],
    ['render_a2ui', [{ name: 'render_a2ui' }], /reserved/],
    ['log_a2ui_event', [{ name: 'log_a2ui_event' }], /reserved/],
    ['generateSandboxedUi', [{ name: 'generateSandboxedUi' }], /reserved/],
    ['copilotkitSuggest', [{ name: 'copilotkitSuggest' }], /reserved/],
    ['parameters that are no schema', [{ name: 'a', parameters: 1 }], /tool "a"/],
  ])('refuses %s [agent.tools-reserved]', (_case, given, message) => {
    const definitions = given.map((one) => ({ description: 'x', ...one }));
    const check = (): void => checkServerTools(definitions);
    expect(check).toThrow(AgentConfigError);
    expect(check).toThrow(message);
  });
});

describe('createServerToolCompiler', () => {
  it('reads the schema of a definition once', async () => {
    let reads = 0;
    const parameters = {
      '~standard': {
        version: 1,
        vendor: 'own',
        validate: (value: unknown) => ({ value }),
        jsonSchema: {
          input() {
            reads += 1;
            return { type: 'object' };
          },
        },
      },
    };
    const definition = { name: 'a', description: 'x', parameters };
    const compile = createServerToolCompiler();
    const [first] = await compile([definition]);
    const [second] = await compile([definition]);
    expect(second).toBe(first);
    expect(reads).toBe(1);
  });

  it('rejects two tools of a name', async () => {
    const definition = { name: 'a', description: 'x' };
    await expect(createServerToolCompiler()([definition, { ...definition }])).rejects.toThrow(
      AgentConfigError,
    );
  });
});
