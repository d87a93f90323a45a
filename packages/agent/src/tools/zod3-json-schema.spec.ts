import { z } from 'zod3';
import { createJsonSchemaParser } from './json-schema-parser.js';
import {
  isZod3Schema,
  readZod3Schema,
  toZod3JsonSchema,
  type Zod3Schema,
} from './zod3-json-schema.js';

/** As TypeScript makes them of `enum Level { Low, High = 'high' }`. */
const Level = { Low: 0, 0: 'Low', High: 'high' } as const;

interface Tree {
  readonly name: string;
  readonly children: readonly Tree[];
}
const tree: z.ZodType<Tree> = z.lazy(() => z.object({ name: z.string(), children: z.array(tree) }));

/** zod's own types say less of the structure than there is. */
function known(schema: unknown): Zod3Schema {
  if (!isZod3Schema(schema)) throw new Error('This is no schema of zod 3');
  return schema;
}

const TYPES: readonly (readonly [string, z.ZodTypeAny, unknown])[] = [
  ['a text', z.string(), { type: 'string' }],
  [
    'a text of some length',
    z.string().min(1).max(3),
    { type: 'string', minLength: 1, maxLength: 3 },
  ],
  ['a text of one length', z.string().length(2), { type: 'string', minLength: 2, maxLength: 2 }],
  ['an address', z.string().email(), { type: 'string', format: 'email' }],
  ['a URL', z.string().url(), { type: 'string', format: 'uri' }],
  ['a time', z.string().datetime(), { type: 'string', format: 'date-time' }],
  ['a pattern', z.string().regex(/^a+$/), { type: 'string', pattern: '^a+$' }],
  ['a pattern with flags', z.string().regex(/a/i), { type: 'string' }],
  [
    'a text with ends',
    z.string().startsWith('a.').endsWith('b'),
    { type: 'string', pattern: String.raw`^a\.`, allOf: [{ pattern: 'b$' }] },
  ],
  ['any text that is coerced', z.coerce.string(), {}],
  [
    'a number in a range',
    z.number().int().min(1).lt(9),
    { type: 'integer', minimum: 1, exclusiveMaximum: 9 },
  ],
  ['a multiple', z.number().multipleOf(5), { type: 'number', multipleOf: 5 }],
  ['a boolean', z.boolean(), { type: 'boolean' }],
  ['null', z.null(), { type: 'null' }],
  ['anything', z.any(), {}],
  ['a constant', z.literal(7), { const: 7 }],
  ['an enum', z.enum(['a', 'b']), { type: 'string', enum: ['a', 'b'] }],
  ['an enum of TypeScript', z.nativeEnum(Level), { enum: [0, 'high'] }],
  ['a list', z.array(z.string()).min(1), { type: 'array', items: { type: 'string' }, minItems: 1 }],
  [
    'a tuple',
    z.tuple([z.string(), z.number()]),
    { type: 'array', items: [{ type: 'string' }, { type: 'number' }], minItems: 2, maxItems: 2 },
  ],
  ['a record', z.record(z.number()), { type: 'object', additionalProperties: { type: 'number' } }],
  [
    'a value that may be null',
    z.string().nullable(),
    { anyOf: [{ type: 'string' }, { type: 'null' }] },
  ],
  ['a description', z.string().describe('Where'), { type: 'string', description: 'Where' }],
  ['a default', z.string().default('x'), { type: 'string', default: 'x' }],
  ['what goes into a transform', z.string().transform(Number), { type: 'string' }],
  ['what goes into a pipe', z.string().pipe(z.coerce.number()), { type: 'string' }],
  ['what a preprocessor makes', z.preprocess(Number, z.number()), { type: 'number' }],
  ['a brand', z.string().brand('id').readonly(), { type: 'string' }],
  [
    'a choice by a field',
    z.discriminatedUnion('k', [z.object({ k: z.literal('a') }), z.object({ k: z.literal('b') })]),
    {
      anyOf: ['a', 'b'].map((k) => ({
        type: 'object',
        properties: { k: { const: k } },
        required: ['k'],
        additionalProperties: false,
      })),
    },
  ],
  [
    'fields that may be absent',
    z
      .object({ a: z.string(), b: z.string().optional(), c: z.number().default(1), d: z.unknown() })
      .passthrough(),
    {
      type: 'object',
      properties: {
        a: { type: 'string' },
        b: { type: 'string' },
        c: { type: 'number', default: 1 },
        d: {},
      },
      required: ['a'],
      additionalProperties: true,
    },
  ],
];

describe('toZod3JsonSchema', () => {
  it.each(TYPES)('tells %s', (_case, schema, told) => {
    expect(toZod3JsonSchema(known(schema))).toEqual(told);
  });

  it('tells a recursive type by references that validators follow', async () => {
    const parse = createJsonSchemaParser(toZod3JsonSchema(known(tree)));
    const good = { name: 'a', children: [{ name: 'b', children: [] }] };
    expect(await parse(good)).toEqual({ ok: true, value: good });
    expect(await parse({ name: 'a', children: [{ name: 1, children: [] }] })).toMatchObject({
      ok: false,
    });
  });

  it('refuses a type without end', () => {
    const endless = (): z.ZodTypeAny => z.lazy(() => z.object({ next: endless() }));
    expect(() => toZod3JsonSchema(known(endless()))).toThrow('they have no end');
  });

  it.each([
    ['functions', z.function()],
    ['maps', z.map(z.string(), z.string())],
    ['symbols', z.symbol()],
  ])('refuses %s, which JSON does not have', (_case, schema) => {
    expect(() => toZod3JsonSchema(known(z.object({ a: schema })))).toThrow(
      /JSON has no values of Zod/,
    );
  });
});

describe('readZod3Schema', () => {
  it('checks by the schema itself', async () => {
    const { parse } = readZod3Schema(known(z.object({ n: z.string().transform(Number) })));
    expect(await parse({ n: '3' })).toEqual({ ok: true, value: { n: 3 } });
    expect(await parse({ n: 3 })).toMatchObject({ ok: false });
  });
});
