import { loadMCPTools, type LoadedMCPTools } from '../mcp/mcp-tools.js';
import type { ToolChoice } from '../model/model-call.js';
import type { ResolvedAgentOptions } from '../options/resolve-agent-options.js';
import { createFrontendTools } from '../tools/frontend-tools.js';
import type { RunState } from '../tools/run-state.js';
import { createStateTools } from '../tools/state-tools.js';
import { suggestionChoice } from '../tools/suggestions.js';
import { createToolSet, type ToolSet } from '../tools/tool-set.js';
import type { AgentResources } from './agent-resources.js';
import { untilAborted } from './until-aborted.js';
import type { RunRequest } from './run-request.js';

export interface RunTools {
  readonly set: ToolSet;
  readonly hasStateTools: boolean;
  /** Set when the browser asks for suggestions: a call of the one tool that the run has. */
  readonly forced?: ToolChoice;
  /** Gives back what was opened for the run. Never rejects. */
  close(): Promise<void>;
}

interface RunToolsContext {
  readonly state: RunState;
  readonly resources: AgentResources;
}

/**
 * The tools that a run offers its models. MCP servers that cannot be asked are left out; the browser
 * hears of each by a CUSTOM event `mcp_warning`.
 *
 * @throws AgentConfigError for server tools that cannot be used, or the reason of an abort
 */
export async function openRunTools(
  request: RunRequest,
  options: ResolvedAgentOptions,
  { state, resources }: RunToolsContext,
): Promise<RunTools> {
  const { logger } = options;
  const { input, emit, signal } = request;
  const frontend = createFrontendTools(input.tools, logger);
  const forced = suggestionChoice(input.forwardedProps, frontend);
  if (typeof forced === 'object') {
    const chosen = frontend.filter(({ name }) => name === forced.toolName);
    return {
      set: createToolSet({ frontend: chosen }),
      hasStateTools: false,
      forced,
      close: nothing,
    };
  }
  const server = await untilAborted(resources.compileTools(options.tools), signal);
  const hasStateTools = offersState(options.stateTools, input.state);
  const own = { server, state: hasStateTools ? createStateTools(state) : [], frontend };
  const names = Object.values(own).flatMap((tools) => tools.map(({ name }) => name));
  const mcp = await openMcp(request, options, { resources, names });
  for (const warning of mcp.warnings) {
    emit({ type: 'CUSTOM', name: 'mcp_warning', value: { ...warning } });
  }
  return {
    set: createToolSet({ ...own, mcp: mcp.tools, logger }),
    hasStateTools,
    close: () => mcp.close(),
  };
}

const NO_MCP: LoadedMCPTools = { tools: [], warnings: [], close: nothing };

async function openMcp(
  { headers, signal }: RunRequest,
  options: ResolvedAgentOptions,
  { resources, names }: { readonly resources: AgentResources; readonly names: readonly string[] },
): Promise<LoadedMCPTools> {
  const { mcpServers, mcpClients, mcp, logger } = options;
  if (mcpServers.length === 0 && mcpClients.length === 0) return NO_MCP;
  return loadMCPTools({
    servers: mcpServers,
    clients: mcpClients,
    options: mcp,
    headers,
    signal,
    reservedNames: names,
    logger,
    pool: resources.mcpPool(options),
  });
}

function nothing(): Promise<void> {
  return Promise.resolve();
}

function offersState(option: boolean | 'auto', state: unknown): boolean {
  if (option !== 'auto') return option;
  if (state === undefined || state === null) return false;
  return typeof state !== 'object' || Object.keys(state).length > 0;
}
