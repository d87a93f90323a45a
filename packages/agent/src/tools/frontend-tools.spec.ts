import { createFrontendTools } from './frontend-tools.js';

const CITY = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };

describe('createFrontendTools', () => {
  it('takes tools as browsers send them', async () => {
    const [tool] = createFrontendTools([{ name: 'show', description: 'Shows', parameters: CITY }]);
    expect(tool).toMatchObject({
      name: 'show',
      origin: 'frontend',
      description: 'Shows',
      inputSchema: CITY,
    });
    expect(tool).not.toHaveProperty('execute');
    expect(tool).not.toHaveProperty('strict');
    expect(await tool?.parse({ city: 1 })).toMatchObject({ ok: false });
  });

  it('takes a tool without parameters, or with ones that are no schema [agent.tools-legal-schemas]', () => {
    const tools = createFrontendTools([
      { name: 'a' },
      { name: 'b', parameters: null },
      { name: 'c', parameters: 'x' },
    ]);
    expect(tools.map(({ inputSchema }) => inputSchema)).toEqual(
      tools.map(() => ({ type: 'object', properties: {} })),
    );
  });

  it('does not hold render_a2ui to its schema strictly', () => {
    expect(createFrontendTools([{ name: 'render_a2ui' }])[0]?.strict).toBe(false);
  });

  it('leaves out what is no tool, and says so', () => {
    const warnings: string[] = [];
    const tools = createFrontendTools([null, 'x', {}, { name: '' }, { name: 'ok' }], {
      warn: (message) => void warnings.push(message),
    });
    expect(tools.map(({ name }) => name)).toEqual(['ok']);
    expect(warnings).toHaveLength(4);
  });

  it.each([undefined, null, {}, 'tools'])('takes %p as no tools', (given) => {
    expect(createFrontendTools(given)).toEqual([]);
  });

  it('accepts any arguments where the schema cannot be used', async () => {
    const [tool] = createFrontendTools([
      { name: 'a', parameters: { type: 'object', properties: { b: { $ref: '#/nowhere' } } } },
    ]);
    expect(await tool?.parse({ b: 1 })).toEqual({ ok: true, value: { b: 1 } });
  });

  it('checks against the variants of the given schema, of which the model sees one object [agent.tools-legal-schemas]', async () => {
    const [tool] = createFrontendTools([
      {
        name: 'a',
        parameters: {
          anyOf: [
            { type: 'object', properties: { x: { type: 'string' } }, required: ['x'] },
            { type: 'object', properties: { y: { type: 'number' } }, required: ['y'] },
          ],
        },
      },
    ]);
    expect(tool?.inputSchema).toEqual({
      type: 'object',
      properties: { x: { type: 'string' }, y: { type: 'number' } },
    });
    expect(await tool?.parse({ y: 1 })).toMatchObject({ ok: true });
    expect(await tool?.parse({})).toMatchObject({ ok: false });
  });
});
