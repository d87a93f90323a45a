import { isReservedToolName, type ToolDefinition } from '@flightdeck/agent';
import type { MCPServerTools } from './mcp/mcp-tool-loader.js';

export interface CombineToolsOptions {
  /** In the order of precedence. */
  readonly actions: readonly ToolDefinition[];
  readonly mcp: readonly MCPServerTools[];
  /** Names of the browser's tools. */
  readonly frontendTools: readonly string[];
  /** Told of each action that is left out. */
  readonly warn: (message: string) => void;
}

/** As many characters as every provider takes. */
const MAX_NAME_LENGTH = 64;

/**
 * The tools of one run. Of two actions with one name the first counts; a tool of an MCP server gets the
 * name of its server in front where its own is taken, by the browser for example. v1.md 7 and 8.
 */
export function combineTools(options: CombineToolsOptions): readonly ToolDefinition[] {
  const { actions, mcp, frontendTools, warn } = options;
  const tools = new Map<string, ToolDefinition>();
  for (const action of actions) {
    const { name } = action;
    if (tools.has(name)) warn(`There are two actions named "${name}": the first one is used`);
    else if (isReservedToolName(name)) warn(`Action "${name}" is left out: its name is reserved`);
    else tools.set(name, action);
  }
  const taken = new Set(frontendTools);
  const isTaken = (name: string): boolean => tools.has(name) || taken.has(name);
  for (const server of mcp) {
    for (const tool of server.tools) {
      const name = freeName(tool.name, server.serverId, isTaken);
      tools.set(name, { ...tool, name });
    }
  }
  return [...tools.values()];
}

function freeName(name: string, serverId: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(name)) return name;
  const prefixed = `mcp__${serverId}__${name}`.slice(0, MAX_NAME_LENGTH);
  let free = prefixed;
  for (let count = 2; isTaken(free); count += 1) {
    const suffix = `_${count}`;
    free = `${prefixed.slice(0, MAX_NAME_LENGTH - suffix.length)}${suffix}`;
  }
  return free;
}
