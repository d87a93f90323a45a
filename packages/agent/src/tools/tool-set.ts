import type { ToolSpec } from '../model/model-call.js';
import type { AgentLogger } from '../options/agent-options.js';
import type { RunTool } from './run-tool.js';

/** The tools of one run, by name. */
export interface ToolSet {
  /** What the model is told, in the order of precedence. */
  readonly specs: readonly ToolSpec[];
  get(name: string): RunTool | undefined;
}

export interface ToolSetSources {
  readonly server?: readonly RunTool[] | undefined;
  readonly state?: readonly RunTool[] | undefined;
  readonly mcp?: readonly RunTool[] | undefined;
  readonly frontend?: readonly RunTool[] | undefined;
  readonly logger?: Pick<AgentLogger, 'warn'> | undefined;
}

/**
 * Puts the tools of a run together. Of two with the same name the first in the order server, state,
 * MCP, frontend is offered, and of two with the same origin the first given; each name that is left
 * out is logged once (agent.md 18.6).
 */
export function createToolSet(sources: ToolSetSources): ToolSet {
  const { server = [], state = [], mcp = [], frontend = [], logger } = sources;
  const tools = new Map<string, RunTool>();
  const reported = new Set<string>();
  for (const tool of [...server, ...state, ...mcp, ...frontend]) {
    const winner = tools.get(tool.name);
    if (winner === undefined) {
      tools.set(tool.name, tool);
    } else if (!reported.has(tool.name)) {
      reported.add(tool.name);
      logger?.warn(
        `Tool "${tool.name}" is offered more than once: the ${winner.origin} tool is used, the ${tool.origin} tool is not`,
      );
    }
  }
  return { specs: Array.from(tools.values(), toToolSpec), get: (name) => tools.get(name) };
}

function toToolSpec({ name, description, inputSchema, strict }: RunTool): ToolSpec {
  return {
    name,
    inputSchema,
    ...(description === undefined ? {} : { description }),
    ...(strict === undefined ? {} : { strict }),
  };
}
