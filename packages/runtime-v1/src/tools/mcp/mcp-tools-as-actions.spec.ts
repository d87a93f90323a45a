import { describe, expect, it } from '@jest/globals';
import { convertMCPToolsToActions } from './convert-mcp-tools-to-actions.js';
import { extractParametersFromSchema } from './extract-parameters-from-schema.js';
import { generateMcpToolInstructions } from './generate-mcp-tool-instructions.js';

const properties = {
  city: { type: 'string', description: 'Where', enum: ['Rome', 'Oslo'] },
  days: { type: 'integer' },
  tags: { type: 'array', items: { type: 'string' } },
  at: { type: 'object', properties: { lat: { type: 'number' } }, required: ['lat'] },
  any: { anyOf: [] },
};
const schema = { parameters: { properties, required: ['city'] } };

describe('extractParametersFromSchema', () => {
  const parameters = [
    { name: 'city', type: 'string', description: 'Where', enum: ['Rome', 'Oslo'], required: true },
    { name: 'days', type: 'number', required: false },
    { name: 'tags', type: 'string[]', required: false },
    {
      name: 'at',
      type: 'object',
      attributes: [{ name: 'lat', type: 'number', required: true }],
      required: false,
    },
    { name: 'any', type: 'string', required: false },
  ];

  it.each([
    ['a schema', schema],
    ['a tool', { schema, execute: () => '' }],
    [
      'a JSON Schema before the rest',
      { parameters: { properties: {}, jsonSchema: { type: 'object', ...schema.parameters } } },
    ],
  ])('reads %s', (_what, given) => {
    expect(extractParametersFromSchema(given)).toEqual(parameters);
  });

  it.each([[undefined], [{}], [{ parameters: {} }], [{ parameters: 'x' }], ['x'], [null]])(
    'finds nothing in %j',
    (given) => {
      expect(extractParametersFromSchema(given as never)).toEqual([]);
    },
  );

  it('ends where a schema does not', () => {
    const endless: Record<string, unknown> = { type: 'object' };
    endless['properties'] = { again: endless };
    const found = extractParametersFromSchema({ parameters: endless as never });
    expect(JSON.stringify(found).length).toBeLessThan(3_000);
  });
});

describe('convertMCPToolsToActions', () => {
  it('makes actions that call the tools, and shows no query', async () => {
    const calls: unknown[] = [];
    const execute = async (params: unknown) => {
      calls.push(params);
      return { sunny: true };
    };
    const tools = { weather: { description: 'Tells', schema, execute }, plain: { execute } };
    const actions = convertMCPToolsToActions(tools, 'https://mcp.example/sse?token=secret');
    expect(actions).toMatchObject([
      { name: 'weather', description: 'Tells', parameters: { length: 5 } },
      { name: 'plain', description: 'The tool plain of https://mcp.example/sse', parameters: [] },
    ]);
    const { signal } = new AbortController();
    expect(await actions[0]?.handler?.({ city: 'Rome' }, { signal })).toBe('{"sunny":true}');
    expect(calls).toEqual([{ city: 'Rome' }]);
  });
});

describe('generateMcpToolInstructions', () => {
  it('names tools and parameters', () => {
    const text = generateMcpToolInstructions({
      weather: { description: 'Tells the weather', schema, execute: () => '' },
    });
    expect(text).toContain('- weather: Tells the weather');
    expect(text).toContain('  - city (string, required): Where');
    expect(text).toContain('  - days (number, optional)');
    expect(generateMcpToolInstructions({})).toBe('');
  });
});
