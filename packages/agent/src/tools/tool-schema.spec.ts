import { type } from 'arktype';
import { jsonSchema } from 'ai6';
import * as v from 'valibot';
import { z } from 'zod';
import { z as z3 } from 'zod3';
import * as early from 'zod3/v4';
import { AgentConfigError } from '../options/agent-config-error.js';
import { readToolSchema } from './tool-schema.js';

/** The same parameters in each library: `city` required, `days` a number of 1 or more, which has a default where there are defaults. */
const LIBRARIES: readonly (readonly [string, unknown, { readonly defaults: boolean }])[] = [
  [
    'zod 3',
    z3.object({ city: z3.string(), days: z3.number().int().min(1).default(3) }),
    { defaults: true },
  ],
  [
    'zod 4',
    z.object({ city: z.string(), days: z.number().int().min(1).default(3) }),
    { defaults: true },
  ],
  [
    'zod 4 of the package zod 3.25',
    early.object({ city: early.string(), days: early.number().int().min(1).default(3) }),
    { defaults: true },
  ],
  [
    'valibot',
    v.object({
      city: v.string(),
      days: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 3),
    }),
    { defaults: true },
  ],
  ['arktype', type({ city: 'string', days: 'number.integer >= 1 = 3' }), { defaults: true }],
  [
    'a plain JSON Schema',
    {
      type: 'object',
      properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 1 } },
      required: ['city'],
    },
    { defaults: false },
  ],
  [
    'a schema of the AI SDK',
    jsonSchema({
      type: 'object',
      properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 1 } },
      required: ['city'],
    }),
    { defaults: false },
  ],
];

describe('readToolSchema', () => {
  describe.each(LIBRARIES)('with %s', (_library, parameters, { defaults }) => {
    it('tells the model an object with the properties that have to be given', async () => {
      const { jsonSchema: told } = await readToolSchema('weather', parameters);
      expect(told).toMatchObject({
        type: 'object',
        properties: {
          city: { type: 'string' },
          days: { type: 'integer', minimum: 1 },
        },
        required: ['city'],
      });
      expect(told).not.toHaveProperty('$schema');
    });

    it('accepts arguments that fit [agent.tools-schemas]', async () => {
      const { parse } = await readToolSchema('weather', parameters);
      expect(await parse({ city: 'Rome', days: 2 })).toEqual({
        ok: true,
        value: { city: 'Rome', days: 2 },
      });
    });

    it('applies defaults', async () => {
      const { parse } = await readToolSchema('weather', parameters);
      expect(await parse({ city: 'Rome' })).toEqual({
        ok: true,
        value: defaults ? { city: 'Rome', days: 3 } : { city: 'Rome' },
      });
    });

    it.each([
      ['a missing field', { days: 2 }, /city/],
      ['a wrong type', { city: 7 }, /city/],
      ['a number out of range', { city: 'Rome', days: 0 }, /days/],
    ])('refuses %s, and says where [agent.tools-schemas]', async (_case, input, place) => {
      const { parse } = await readToolSchema('weather', parameters);
      const parsed = await parse(input);
      expect(parsed).toEqual({ ok: false, problem: expect.stringMatching(place) });
    });
  });

  it.each([
    ['zod 3', z3.object({ at: z3.string().transform(Number) })],
    ['zod 4', z.object({ at: z.string().transform(Number) })],
    ['valibot', v.object({ at: v.pipe(v.string(), v.transform(Number)) })],
    ['arktype', type({ at: ['string', '=>', Number] })],
  ])(
    'converts what %s converts, and tells the model what goes in [agent.tools-schemas]',
    async (_library, parameters) => {
      const schema = await readToolSchema('wait', parameters);
      expect(schema.jsonSchema).toMatchObject({ properties: { at: { type: 'string' } } });
      expect(await schema.parse({ at: '12' })).toEqual({ ok: true, value: { at: 12 } });
    },
  );

  it('checks with asynchronous refinements', async () => {
    const parameters = z.object({ id: z.string().refine(async (id) => id === 'a', 'unknown id') });
    const { parse } = await readToolSchema('find', parameters);
    expect(await parse({ id: 'b' })).toEqual({ ok: false, problem: 'id: unknown id' });
  });

  it('offers a coerced date of zod 4, which JSON Schema has no word for', async () => {
    const schema = await readToolSchema('book', z.object({ on: z.coerce.date() }));
    expect(await schema.parse({ on: '2026-01-02' })).toEqual({
      ok: true,
      value: { on: new Date('2026-01-02') },
    });
  });

  it('takes an object with any properties where nothing is said', async () => {
    const { jsonSchema: told, parse } = await readToolSchema('ping', undefined);
    expect(told).toEqual({ type: 'object', properties: {} });
    expect(await parse({ anything: 1 })).toEqual({ ok: true, value: { anything: 1 } });
  });

  it('waits for a schema of the AI SDK that comes later', async () => {
    const later = jsonSchema(async () => ({ type: 'object', properties: { a: { type: 'null' } } }));
    const { jsonSchema: told } = await readToolSchema('later', later);
    expect(told).toMatchObject({ properties: { a: { type: 'null' } } });
  });

  it('uses the check of an AI SDK schema', async () => {
    const checked = jsonSchema<number>(
      { type: 'object' },
      { validate: () => ({ success: false, error: new Error('never right') }) },
    );
    const { parse } = await readToolSchema('never', checked);
    expect(await parse({})).toEqual({ ok: false, problem: 'never right' });
  });

  it.each([
    ['an object of schemas', { city: z.string() }, /z\.object/],
    ['a text', 'city', /no schema/],
    ['a JSON Schema of a text', { type: 'string' }, /must describe an object/],
    ['a function of zod 3', z3.object({ call: z3.function() }), /ZodFunction/],
    [
      'a Standard Schema that cannot be told',
      { '~standard': { version: 1, vendor: 'own', validate: (value: unknown) => ({ value }) } },
      /Standard JSON Schema/,
    ],
  ])('refuses %s with words that name the tool', (_case, parameters, reason) => {
    const read = () => readToolSchema('weather', parameters);
    expect(read).toThrow(AgentConfigError);
    expect(read).toThrow(/tool "weather"/);
    expect(read).toThrow(reason);
  });
});
