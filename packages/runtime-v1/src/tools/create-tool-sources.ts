import type { ServerToolsContext, ServerToolSource, ToolDefinition } from '@flightdeck/agent';
import type { Logger } from '@flightdeck/core';
import { actionToTool } from '../actions/action-to-tool.js';
import type { Action } from '../actions/action.js';
import { checkActions } from '../actions/check-actions.js';
import type { ReportError } from '../errors/copilot-error-event.js';
import type { V1Request } from '../run/v1-request.js';
import { combineTools } from './combine-tools.js';
import { MCPToolLoader } from './mcp/mcp-tool-loader.js';
import { describeProblem } from './remote/describe-problem.js';
import { remoteActionsOf } from './remote/remote-actions.js';
import { resolveToolParams, type ResolvedToolParams } from './resolve-tool-params.js';
import { sharedConnections } from './shared-connections.js';
import type { ToolParams } from './tool-params.js';
import type { ToolSeams } from './tool-seams.js';

/** The tools that the options of a runtime bring, for `withServerTools`. */
export interface ToolSources {
  /** For the agents of one request: nothing is asked for before a run needs it. Empty without such options. */
  sourcesFor(request: V1Request): readonly ServerToolSource[];
  /** Closes what runs have opened, MCP clients for example; a later run opens it anew. Never rejects. */
  close(): Promise<void>;
}

/**
 * Makes `actions`, `langserve`, remote endpoints and `mcpServers` tools of any agent. v1.md 7 and 8.
 * Servers that fail cost their tools and give a warning; a function of `actions` that fails is reported
 * and fails the run.
 *
 * @throws ConfigError for options of a wrong shape
 */
export function createToolSources(
  params: ToolParams,
  report: ReportError,
  seams: ToolSeams = {},
): ToolSources {
  const resolved = resolveToolParams(params, seams);
  const { logger, createMCPClient } = params;
  const mcp = new MCPToolLoader({
    servers: resolved.mcpServers,
    createMCPClient,
    allow: resolved.allowRequestMCPServers,
    pool: (seams.connections ?? sharedConnections()).mcp,
    report,
    logger,
  });
  const finder = new ToolFinder({ resolved, mcp, report, logger });
  return {
    sourcesFor: (request) =>
      finder.isIdleFor(request) ? [] : [(context) => finder.find(request, context)],
    close: () => mcp.close(),
  };
}

interface ToolFinderOptions {
  readonly resolved: ResolvedToolParams;
  readonly mcp: MCPToolLoader;
  readonly report: ReportError;
  readonly logger: Logger | undefined;
}

class ToolFinder {
  readonly #options: ToolFinderOptions;
  /** Each is said once, however many runs there are. */
  readonly #warnings = new Set<string>();

  constructor(options: ToolFinderOptions) {
    this.#options = options;
  }

  /** Whether there are no tools to be found, whatever the run. */
  isIdleFor(request: V1Request): boolean {
    const { resolved, mcp } = this.#options;
    const { actions, chains, remotes } = resolved;
    const hasActions = typeof actions === 'function' || actions.length > 0;
    return !hasActions && chains.length === 0 && remotes.length === 0 && mcp.isIdleFor(request);
  }

  /** Asks everybody at the same time. Rejects with what the function of `actions` throws, and on abort. */
  async find(request: V1Request, context: ServerToolsContext): Promise<readonly ToolDefinition[]> {
    const { report } = this.#options;
    const [actions, chains, remote, mcp] = await Promise.all([
      this.#actionsOf(request),
      this.#chainActions(context),
      this.#remoteTools(request, context),
      this.#options.mcp.load(request, context),
    ]);
    const own = [...actions, ...chains].map((action) => actionToTool(action, report));
    return combineTools({
      actions: [...own, ...remote],
      mcp,
      frontendTools: context.frontendTools,
      warn: (message) => this.#warnOnce(message),
    });
  }

  async #actionsOf({ properties, url }: V1Request): Promise<readonly Action[]> {
    const { resolved, report } = this.#options;
    const { actions } = resolved;
    if (typeof actions !== 'function') return actions;
    try {
      return checkActions(await actions({ properties, url }), 'The result of actions()');
    } catch (error) {
      report(error, { metadata: { option: 'actions' } });
      throw error;
    }
  }

  async #chainActions({ signal }: ServerToolsContext): Promise<readonly Action[]> {
    const made = await Promise.all(
      this.#options.resolved.chains.map((chain) =>
        chain.toAction(signal).catch((error: unknown) => {
          signal.throwIfAborted();
          this.#warn(`Chain "${chain.name}" is left out`, error);
          return [];
        }),
      ),
    );
    return made.flat();
  }

  async #remoteTools(
    request: V1Request,
    context: ServerToolsContext,
  ): Promise<readonly ToolDefinition[]> {
    const { resolved, report } = this.#options;
    const found = await Promise.all(
      resolved.remotes.map(async (remote) => {
        try {
          const info = await remote.info(request, context.signal);
          if (info.malformed > 0) {
            this.#warnOnce(`${remote.shown} offers ${info.malformed} entries that are malformed`);
          }
          return remoteActionsOf(remote, info, { request, report });
        } catch (error) {
          context.signal.throwIfAborted();
          this.#warn(`The actions of ${remote.shown} are left out`, error);
          return [];
        }
      }),
    );
    return found.flat();
  }

  #warn(message: string, error: unknown): void {
    this.#options.logger?.warn(`${message}: ${describeProblem(error)}`);
  }

  #warnOnce(message: string): void {
    if (this.#warnings.has(message)) return;
    this.#warnings.add(message);
    this.#options.logger?.warn(message);
  }
}
