import { toObjectSchema } from './object-schema.js';

const a = {
  type: 'object',
  properties: { kind: { const: 'a' }, n: { type: 'number' } },
  required: ['kind', 'n'],
};
const b = {
  type: 'object',
  properties: { kind: { const: 'b' } },
  required: ['kind'],
  additionalProperties: false,
};
const merged = {
  type: 'object',
  properties: { kind: { anyOf: [{ const: 'a' }, { const: 'b' }] }, n: { type: 'number' } },
  required: ['kind'],
};

describe('toObjectSchema', () => {
  it('keeps an object as it is, but for the version of the schema', () => {
    const schema = { ...a, description: 'x', additionalProperties: false, definitions: { c: {} } };
    const told = toObjectSchema({ $schema: 'http://json-schema.org/draft-07/schema#', ...schema });
    expect(told).toEqual(schema);
  });

  it.each([
    ['nothing', {}, { type: 'object', properties: {} }],
    ['an object without properties', { type: 'object' }, { type: 'object', properties: {} }],
    ['anyOf', { anyOf: [a, b] }, merged],
    ['oneOf', { oneOf: [a, b] }, merged],
    ['anyOf with null', { anyOf: [a, b, { type: 'null' }] }, merged],
    ['nested anyOf', { anyOf: [{ anyOf: [a] }, { oneOf: [b] }] }, merged],
    ['properties of a type that may be null', { ...a, type: ['object', 'null'] }, a],
    [
      'allOf',
      { allOf: [a, { properties: { m: {} }, required: ['m'] }] },
      { type: 'object', properties: { ...a.properties, m: {} }, required: ['kind', 'n', 'm'] },
    ],
    [
      'a reference to a definition',
      { $ref: '#/definitions/A', definitions: { A: { ...a, description: 'An A' } } },
      { ...a, description: 'An A', definitions: { A: { ...a, description: 'An A' } } },
    ],
    [
      'references of variants',
      { anyOf: [{ $ref: '#/$defs/A' }, { $ref: '#/$defs/x~1y' }], $defs: { A: a, 'x/y': b } },
      { ...merged, $defs: { A: a, 'x/y': b } },
    ],
    [
      'a reference that leads nowhere',
      { $ref: '#/definitions/constructor', definitions: {} },
      { type: 'object', properties: {}, definitions: {} },
    ],
    [
      'a reference to itself',
      { $ref: '#/$defs/A', $defs: { A: { anyOf: [{ $ref: '#/$defs/A' }, b] } } },
      {
        type: 'object',
        properties: { kind: { const: 'b' } },
        $defs: { A: { anyOf: [{ $ref: '#/$defs/A' }, b] } },
      },
    ],
  ])('makes an object of %s', (_case, schema, told) => {
    expect(toObjectSchema(schema)).toEqual(told);
  });

  it('follows each reference once, however many lead to it', () => {
    const $defs: Record<string, unknown> = { d60: a };
    for (let level = 0; level < 60; level += 1) {
      const next = { $ref: `#/$defs/d${level + 1}` };
      $defs[`d${level}`] = { anyOf: [next, next] };
    }
    expect(toObjectSchema({ $ref: '#/$defs/d0', $defs })).toMatchObject(a);
  });

  it('does not change what it is given', () => {
    const schema = Object.freeze({ anyOf: Object.freeze([Object.freeze({ ...a }), b]) });
    toObjectSchema(schema);
    expect(schema).toEqual({ anyOf: [a, b] });
  });
});
