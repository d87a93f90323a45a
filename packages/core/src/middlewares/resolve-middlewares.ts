import {
  a2ui,
  composeMiddlewares,
  isA2UIEnabled,
  isProxiedMCPRequest,
  mcpApps,
  openGenerativeUI,
  type MCPAppsTools,
  type RunMiddleware,
} from '@flightdeck/middlewares';
import type { RunAgentInput } from '@flightdeck/store';
import { ConfigError } from '../errors/config-error.js';
import { errorMessage } from '../internal/error-message.js';
import { isRecord } from '../internal/is-record.js';
import type { CopilotRuntimeOptions } from '../runtime/runtime-options.js';

/** What is between runs and agents. */
export interface MiddlewareSettings {
  /** What `/info` tells of it, protocol.md 5.1. */
  readonly info: MiddlewareInfo;
  /** Everything that takes part in a run, as one; `null` for nothing. */
  readonly of: (input: RunAgentInput) => RunMiddleware | null;
  /** Whether a run is answered without its agent and without its thread. */
  readonly isAside: (input: RunAgentInput) => boolean;
  /** Lets go of connections. Never rejects. */
  readonly close: () => Promise<void>;
}

export interface MiddlewareInfo {
  readonly a2uiEnabled: boolean;
  readonly a2ui?: { readonly enabled: true; readonly agents?: readonly string[] };
  readonly openGenerativeUIEnabled: boolean;
}

/**
 * Puts the middlewares of the options in their order, which is upstream's: own ones, A2UI, MCP Apps,
 * open generative UI, agent.
 *
 * @throws ConfigError
 */
export function resolveMiddlewares(
  options: CopilotRuntimeOptions,
  tools: MCPAppsTools,
): MiddlewareSettings {
  const { openGenerativeUI: openUI, mcpApps: apps } = options;
  checkOptions(options);
  const own = options.middlewares ?? [];
  const always = [
    ...(apps === undefined ? [] : [made('mcpApps', () => mcpApps(apps, tools))]),
    ...(openUI === undefined || openUI === false
      ? []
      : [made('openGenerativeUI', () => openGenerativeUI(openUI))]),
  ];
  const surfaces = made('a2ui', () => a2ui(options.a2ui));
  const all = [...own, surfaces, ...always];
  const composed = composeMiddlewares(all);
  const isConfigured = own.length > 0 || always.length > 0 || isA2UIEnabled(options.a2ui);
  const mayBeAsked = options.a2ui?.enabled !== false;
  return Object.freeze({
    info: infoOf(options),
    of: (input: RunAgentInput) =>
      isConfigured || (mayBeAsked && offersCatalog(input)) ? composed : null,
    isAside: ({ forwardedProps }: RunAgentInput) =>
      apps !== undefined && isProxiedMCPRequest(forwardedProps),
    async close() {
      await Promise.allSettled(all.map(async (middleware) => middleware.close?.()));
    },
  });
}

function offersCatalog({ forwardedProps }: RunAgentInput): boolean {
  return isRecord(forwardedProps) && forwardedProps.a2uiCatalogAvailable === true;
}

function infoOf({
  a2ui: surfaces,
  openGenerativeUI: openUI,
}: CopilotRuntimeOptions): MiddlewareInfo {
  const openGenerativeUIEnabled = openUI !== undefined && openUI !== false;
  if (!isA2UIEnabled(surfaces)) return { a2uiEnabled: false, openGenerativeUIEnabled };
  const agents = surfaces?.agents;
  return {
    a2uiEnabled: true,
    a2ui: { enabled: true, ...(agents === undefined ? {} : { agents: [...agents] }) },
    openGenerativeUIEnabled,
  };
}

/** What untyped users may have written. */
function checkOptions(options: {
  readonly a2ui?: unknown;
  readonly mcpApps?: unknown;
  readonly openGenerativeUI?: unknown;
  readonly middlewares?: unknown;
}): void {
  const { openGenerativeUI: openUI, middlewares } = options;
  for (const name of ['a2ui', 'mcpApps'] as const) {
    const value = options[name];
    if (value !== undefined && !isRecord(value)) throw new ConfigError(`${name} must be an object`);
  }
  if (openUI !== undefined && typeof openUI !== 'boolean' && !isRecord(openUI)) {
    throw new ConfigError('openGenerativeUI must be a boolean or an object');
  }
  if (middlewares === undefined) return;
  if (Array.isArray(middlewares) && middlewares.every(isMiddleware)) return;
  throw new ConfigError('middlewares must be an array of objects with a name and begin()');
}

function isMiddleware(value: unknown): boolean {
  return isRecord(value) && typeof value.name === 'string' && typeof value.begin === 'function';
}

/** The middlewares know their options, but not the errors of this package. */
function made(option: string, make: () => RunMiddleware): RunMiddleware {
  try {
    return make();
  } catch (error) {
    throw new ConfigError(`${option}: ${errorMessage(error)}`, { cause: error });
  }
}
