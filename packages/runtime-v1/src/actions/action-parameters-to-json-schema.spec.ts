import { describe, expect, it } from '@jest/globals';
import type { Parameter } from './action.js';
import { actionParametersToJsonSchema } from './action-parameters-to-json-schema.js';

describe('actionParametersToJsonSchema', () => {
  it.each<[string, Omit<Parameter, 'name'>, unknown]>([
    ['a text', { type: 'string' }, { type: 'string' }],
    ['one of some texts', { type: 'string', enum: ['a'] }, { type: 'string', enum: ['a'] }],
    ['a number', { type: 'number' }, { type: 'number' }],
    ['a truth value', { type: 'boolean' }, { type: 'boolean' }],
    ['an object', { type: 'object' }, { type: 'object' }],
    ['texts', { type: 'string[]' }, { type: 'array', items: { type: 'string' } }],
    ['numbers', { type: 'number[]' }, { type: 'array', items: { type: 'number' } }],
    ['truth values', { type: 'boolean[]' }, { type: 'array', items: { type: 'boolean' } }],
    ['objects', { type: 'object[]' }, { type: 'array', items: { type: 'object' } }],
    ['no type', {}, { type: 'string' }],
    ['an unknown type', { type: 'date' as never }, { type: 'string' }],
    ['a type that is none', { type: ['string'] as never }, { type: 'string' }],
    ['a type that objects have', { type: 'constructor' as never }, { type: 'string' }],
    ['a description', { description: 'd' }, { type: 'string', description: 'd' }],
    ['an enum of numbers', { type: 'number', enum: ['1'] }, { type: 'number' }],
  ])('knows %s', (_what, parameter, schema) => {
    expect(actionParametersToJsonSchema([{ name: 'a', ...parameter }])).toEqual({
      type: 'object',
      properties: { a: schema },
      required: ['a'],
    });
  });

  it('requires what is not said to be optional, at each level', () => {
    const attributes: Parameter[] = [
      { name: 'street' },
      { name: 'door', type: 'number', required: false },
    ];
    const nested = {
      type: 'object',
      properties: { street: { type: 'string' }, door: { type: 'number' } },
      required: ['street'],
    };
    expect(
      actionParametersToJsonSchema([
        { name: 'home', type: 'object', attributes, description: 'Where' },
        { name: 'others', type: 'object[]', attributes, required: false },
      ]),
    ).toEqual({
      type: 'object',
      properties: {
        home: { ...nested, description: 'Where' },
        others: { type: 'array', items: nested },
      },
      required: ['home'],
    });
  });

  it('takes nothing for no parameters, and any name for one', () => {
    expect(actionParametersToJsonSchema()).toEqual({
      type: 'object',
      properties: {},
      required: [],
    });
    const { properties } = actionParametersToJsonSchema([{ name: '__proto__' }]);
    expect(Object.keys(properties)).toEqual(['__proto__']);
  });
});
