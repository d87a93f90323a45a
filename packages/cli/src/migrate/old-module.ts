import { NEW_PACKAGE, OLD_PACKAGE } from '../versions.js';

/** Paths below the package that the new one has as well. */
const PATHS = new Set([
  '',
  '/v2',
  '/v2/express',
  '/v2/hono',
  '/v2/node',
  '/express',
  '/langgraph',
  '/package.json',
]);

/** Whether a module is the old package, or one of its paths. */
export function isOldModule(module: string): boolean {
  return module === OLD_PACKAGE || module.startsWith(`${OLD_PACKAGE}/`);
}

/** The module of ours that takes the place of an old one; `null` if it has no counterpart. */
export function newModule(old: string): string | null {
  const path = old.slice(OLD_PACKAGE.length);
  return PATHS.has(path) ? `${NEW_PACKAGE}${path}` : null;
}
