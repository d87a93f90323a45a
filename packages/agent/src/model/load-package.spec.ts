import { describe, expect, it } from '@jest/globals';

import { loadPackage } from './load-package.js';

function notFound(name: string, code?: string): Error {
  return Object.assign(new Error(`Cannot find module '${name}' from 'x'\nRequire stack:`), {
    code,
  });
}

describe('loadPackage', () => {
  it.each([
    Object.assign(new Error("Cannot find package '@ai-sdk/groq' imported from /x"), {
      code: 'ERR_MODULE_NOT_FOUND',
    }),
    notFound('@ai-sdk/groq', 'MODULE_NOT_FOUND'),
    notFound('@ai-sdk/groq'),
  ])('names the package to install: %s [model.packages]', async (error) => {
    const loading = loadPackage('@ai-sdk/groq', () => Promise.reject(error));
    await expect(loading).rejects.toMatchObject({
      code: 'invalid_model',
      message: expect.stringContaining('npm install @ai-sdk/groq') as unknown,
    });
  });

  it.each([notFound('zod', 'MODULE_NOT_FOUND'), new SyntaxError('odd'), 'odd'])(
    'does not take %s for a missing package',
    async (error) => {
      const loading = loadPackage('@ai-sdk/groq', () => Promise.reject(error as Error));
      await expect(loading).rejects.toMatchObject({ code: 'internal', cause: error });
    },
  );

  it('tries again after a failure [model.packages]', async () => {
    let tries = 0;
    const load = async () => {
      tries += 1;
      if (tries === 1) throw notFound('@ai-sdk/groq', 'MODULE_NOT_FOUND');
      return 'loaded';
    };
    await expect(loadPackage('@ai-sdk/groq', load)).rejects.toThrow('npm install');
    await expect(loadPackage('@ai-sdk/groq', load)).resolves.toBe('loaded');
  });

  it('finds a package that is not installed missing [model.packages]', async () => {
    await expect(loadPackage('@ai-sdk/none-of-that-name')).rejects.toThrow(
      'npm install @ai-sdk/none-of-that-name',
    );
  });

  it('shares what it has loaded', async () => {
    const [one, other] = await Promise.all([
      loadPackage('@ai-sdk/openai'),
      loadPackage('@ai-sdk/openai'),
    ]);
    expect(one).toBe(other);
  });
});
