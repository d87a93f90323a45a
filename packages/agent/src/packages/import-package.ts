/**
 * A package that is loaded when it is first needed, because loading it takes longer than loading this one.
 *
 * In CommonJS `require` comes first: test runners that cannot `import()` from it can still do that. An
 * ES module that `require` refuses is imported all the same.
 */
export async function importPackage(name: string): Promise<unknown> {
  const required = requirePackage(name);
  if (required === undefined) return importByName(name);
  if ('module' in required) return required.module;
  try {
    return await importByName(name);
  } catch {
    throw required.error;
  }
}

/** `undefined` outside of CommonJS. */
function requirePackage(name: string): { module: unknown } | { error: unknown } | undefined {
  // Bundlers of ES modules define a `require` that throws; none defines `module`.
  if (typeof module !== 'object' || typeof require !== 'function') return undefined;
  try {
    return { module: require(name) as unknown };
  } catch (error) {
    return { error };
  }
}

/** Dependencies are spelled out, so that bundlers find them; optional packages are left to run time. */
function importByName(name: string): Promise<unknown> {
  switch (name) {
    case '@ai-sdk/openai':
      return import('@ai-sdk/openai');
    case '@ai-sdk/anthropic':
      return import('@ai-sdk/anthropic');
    case '@ai-sdk/google':
      return import('@ai-sdk/google');
    case '@ai-sdk/openai-compatible':
      return import('@ai-sdk/openai-compatible');
    case '@cfworker/json-schema':
      return import('@cfworker/json-schema');
    default:
      return import(/* webpackIgnore: true */ /* @vite-ignore */ name);
  }
}
