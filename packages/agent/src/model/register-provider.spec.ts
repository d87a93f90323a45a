import { afterEach, describe, expect, it } from '@jest/globals';

import { scriptedModel } from '../../test/support/part-stream-model.js';

import { loadModel } from './load-model.js';
import { registerProvider } from './register-provider.js';
import type { ProviderFactory } from './register-provider.js';

const undo: (() => void)[] = [];

function register(name: string, factory: ProviderFactory, options?: { override: boolean }): void {
  undo.push(registerProvider(name, factory, options));
}

afterEach(() => {
  for (const take of undo.splice(0)) take();
});

describe('registerProvider', () => {
  const model = scriptedModel('v2', []);

  it('makes the models of a name, with the id and the settings [model.register]', async () => {
    const asked: unknown[] = [];
    register(' House ', (...given) => {
      asked.push(given);
      return model;
    });
    const settings = { apiKey: 'k' };
    await expect(loadModel('HOUSE/big/one:1', settings)).resolves.toBe(model);
    expect(asked).toEqual([['big/one:1', settings]]);
  });

  it('waits for a model that comes later [model.register]', async () => {
    register('house', async () => model);
    await expect(loadModel('house/x', {})).resolves.toBe(model);
  });

  it('checks what it is given', async () => {
    register('house', () => ({}) as never);
    await expect(loadModel('house/x', {})).rejects.toThrow('neither a string');
  });

  it('replaces a built-in provider only when told to [model.register]', async () => {
    expect(() => registerProvider('OpenAI', () => model)).toThrow('{ override: true }');
    register('openai', () => model, { override: true });
    await expect(loadModel('openai/x', { env: {} })).resolves.toBe(model);
  });

  it('replaces what was registered before, and takes back only its own', async () => {
    const takeBack = registerProvider('house', () => scriptedModel('v3', []));
    register('house', () => model);
    takeBack();
    await expect(loadModel('house/x', {})).resolves.toBe(model);
  });

  it('is forgotten when taken back, and listed until then', async () => {
    const takeBack = registerProvider('house', () => model);
    await expect(loadModel('other/x', {})).rejects.toThrow(/\bhouse\./);
    takeBack();
    await expect(loadModel('house/x', {})).rejects.toThrow('Unknown provider "house"');
  });

  it.each(['', ' ', 'a/b', 'a:b', 'a b'])('refuses the name %j', (name) => {
    expect(() => registerProvider(name, () => model)).toThrow('cannot be named');
  });
});
