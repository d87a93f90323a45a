import { AgentConfigError } from './agent-config-error.js';

/** Whether texts of failures may be shown: as configured, else by `NODE_ENV`. */
export function isDevelopmentEnvironment(environment: unknown): boolean {
  if (environment === 'development' || environment === 'production') {
    return environment === 'development';
  }
  if (environment !== undefined) {
    throw new AgentConfigError(`environment must be 'development' or 'production'`);
  }
  const host = globalThis as {
    readonly process?: { readonly env?: { readonly NODE_ENV?: string } };
  };
  return host.process?.env?.NODE_ENV === 'development';
}
