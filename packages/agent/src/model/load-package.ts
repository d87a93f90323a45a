import { asRecord } from './as-record.js';
import { ModelFailure } from './model-failure.js';

export type PackageLoader = (name: string) => Promise<unknown>;

/**
 * Loads a provider's package, when a model first needs it. The module system keeps what is loaded and
 * shares what is under way; a failure is tried anew, so a package may be installed meanwhile.
 *
 * Rejects with a `ModelFailure` that names the package to install.
 */
export async function loadPackage(
  name: string,
  load: PackageLoader = importPackage,
): Promise<unknown> {
  try {
    return await load(name);
  } catch (error) {
    throw isMissing(error, name) ? missing(name, error) : broken(name, error);
  }
}

/**
 * In CommonJS `require` comes first: test runners that cannot `import()` from it can still do that. An
 * ES module that `require` refuses is imported all the same.
 */
async function importPackage(name: string): Promise<unknown> {
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
    default:
      return import(/* webpackIgnore: true */ /* @vite-ignore */ name);
  }
}

/**
 * The package itself, not something that it needs. By the words, which Node's two loaders, Jest and
 * bundlers share; their codes and classes differ.
 */
function isMissing(error: unknown, name: string): boolean {
  const message = asRecord(error)?.['message'];
  if (typeof message !== 'string') return false;
  return ['module', 'package'].some((kind) => message.startsWith(`Cannot find ${kind} '${name}'`));
}

function missing(name: string, cause: unknown): ModelFailure {
  return new ModelFailure(
    'invalid_model',
    `The package "${name}" is needed for this model and is not installed: run "npm install ${name}".`,
    { cause },
  );
}

function broken(name: string, cause: unknown): ModelFailure {
  return new ModelFailure('internal', `The package "${name}" could not be loaded.`, { cause });
}
