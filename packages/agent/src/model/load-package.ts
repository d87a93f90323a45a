import { importPackage } from '../packages/import-package.js';
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
