import type { ToolChoice } from '../model/model-call.js';
import type { ResolvedAgentOptions } from '../options/resolve-agent-options.js';
import { createFrontendTools } from '../tools/frontend-tools.js';
import type { RunState } from '../tools/run-state.js';
import type { RunTool } from '../tools/run-tool.js';
import type { ServerToolCompiler } from '../tools/server-tools.js';
import { createStateTools } from '../tools/state-tools.js';
import { suggestionChoice } from '../tools/suggestions.js';
import { createToolSet, type ToolSet } from '../tools/tool-set.js';
import type { RunRequest } from './run-request.js';

/** The tools of MCP servers, as one run has them. */
export interface OpenMcpTools {
  readonly tools: readonly RunTool[];
  /** Of servers that are left out, in words for the developer. */
  readonly warnings: readonly { readonly server: string; readonly message: string }[];
  /** Frees what was opened for this run alone. */
  close(): Promise<void>;
}

/** What a run has from its agent, who keeps it from run to run. */
export interface AgentTools {
  readonly compile: ServerToolCompiler;
  /** Absent: the agent has no MCP servers. Rejects with the signal's reason when it aborts. */
  readonly openMcp?: ((request: RunRequest) => Promise<OpenMcpTools>) | undefined;
}

export interface RunTools {
  readonly set: ToolSet;
  readonly hasStateTools: boolean;
  /** Set when the browser asks for suggestions: a call of the one tool that the run has. */
  readonly forced?: ToolChoice;
  close(): Promise<void>;
}

const NO_MCP: OpenMcpTools = { tools: [], warnings: [], close: () => Promise.resolve() };

/** @throws AgentConfigError for tools that cannot be used, what an MCP client throws, the reason of an abort */
export async function openRunTools(
  request: RunRequest,
  options: ResolvedAgentOptions,
  { state, agent }: { readonly state: RunState; readonly agent: AgentTools },
): Promise<RunTools> {
  const { logger } = options;
  const { input } = request;
  const frontend = createFrontendTools(input.tools, logger);
  const forced = suggestionChoice(input.forwardedProps, frontend);
  if (typeof forced === 'object') {
    const chosen = frontend.filter(({ name }) => name === forced.toolName);
    return { set: createToolSet({ frontend: chosen }), hasStateTools: false, forced, close };
  }
  const server = await agent.compile(options.tools);
  const mcp = (await agent.openMcp?.(request)) ?? NO_MCP;
  for (const { server: name, message } of mcp.warnings) {
    logger.warn(`MCP server "${name}" is left out: ${message}`);
    request.emit({ type: 'CUSTOM', name: 'mcp_warning', value: { server: name } });
  }
  const hasStateTools = offersState(options.stateTools, input.state);
  const set = createToolSet({
    server,
    state: hasStateTools ? createStateTools(state) : [],
    mcp: mcp.tools,
    frontend,
    logger,
  });
  return { set, hasStateTools, close: () => mcp.close() };
}

function close(): Promise<void> {
  return Promise.resolve();
}

function offersState(option: boolean | 'auto', state: unknown): boolean {
  if (option !== 'auto') return option;
  if (state === undefined || state === null) return false;
  return typeof state !== 'object' || Object.keys(state).length > 0;
}
