import { toCheckableSchema } from './checkable-schema.js';
import { createFrontendTools } from './frontend-tools.js';

/** Takes a regular expression longer than anyone waits for thirty letters. */
const ENDLESS = '^(a+)+$';
const LETTERS = `${'a'.repeat(40)}!`;

describe('toCheckableSchema', () => {
  it('keeps what can be checked', () => {
    const schema = {
      type: 'object',
      properties: {
        pattern: { type: 'string', enum: ['pattern'] },
        list: { type: 'array', items: { type: 'number' }, maxItems: 3 },
        pair: { anyOf: [{ const: null }, { minLength: 2 }] },
      },
      required: ['pattern'],
      additionalProperties: false,
    };
    expect(toCheckableSchema(schema)).toEqual(schema);
  });

  it.each([
    ['patterns', { pattern: ENDLESS, type: 'string' }, { type: 'string' }],
    [
      'patterns of names',
      { patternProperties: { [ENDLESS]: {} }, additionalProperties: false },
      {},
    ],
    ['negations', { not: { pattern: ENDLESS } }, {}],
    [
      'the one of oneOf',
      { oneOf: [{ pattern: ENDLESS }], allOf: [{ type: 'string' }] },
      { allOf: [{ anyOf: [{}] }, { type: 'string' }] },
    ],
    ['patterns within', { items: [{ pattern: ENDLESS }, true] }, { items: [{}, {}] }],
  ])('leaves out %s', (_case, schema, checkable) => {
    expect(toCheckableSchema(schema)).toEqual(checkable);
  });

  it.each([
    ['at the root', { $ref: '#' }],
    ['within', { properties: { a: { anyOf: [{ items: { $ref: '#' } }] } } }],
  ])('is none for a schema with a reference %s', (_case, schema) => {
    expect(toCheckableSchema(schema)).toBeNull();
  });
});

describe('the tools of a request', () => {
  it('cannot hold up the server by a pattern', async () => {
    const parameters = { type: 'object', properties: { a: { type: 'string', pattern: ENDLESS } } };
    const [tool] = createFrontendTools([{ name: 'a', parameters }]);
    expect(await tool?.parse({ a: LETTERS })).toEqual({ ok: true, value: { a: LETTERS } });
    expect(await tool?.parse({ a: 1 })).toMatchObject({ ok: false });
  });

  it('cannot hold up the server by references that multiply', async () => {
    const $defs: Record<string, unknown> = { d40: false };
    for (let level = 0; level < 40; level += 1) {
      const next = { $ref: `#/$defs/d${level + 1}` };
      $defs[`d${level}`] = { anyOf: [next, next] };
    }
    const [tool] = createFrontendTools([{ name: 'a', parameters: { $ref: '#/$defs/d0', $defs } }]);
    expect(await tool?.parse({})).toEqual({ ok: true, value: {} });
  });

  it('are left out where their schema is nested too deeply', () => {
    let parameters: unknown = {};
    for (let level = 0; level < 100_000; level += 1) parameters = { anyOf: [parameters] };
    const warnings: string[] = [];
    const tools = createFrontendTools([{ name: 'a', parameters }, { name: 'b' }], {
      warn: (message) => void warnings.push(message),
    });
    expect(tools.map(({ name }) => name)).toEqual(['b']);
    expect(warnings).toEqual(['input.tools[0] is ignored: its parameters cannot be read']);
  });
});
