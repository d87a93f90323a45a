import type { MCPPool } from '@flightdeck/mcp';
import { createAgentMCPPool } from '../mcp/agent-mcp-pool.js';
import type { ResolvedAgentOptions } from '../options/resolve-agent-options.js';
import { createServerToolCompiler } from '../tools/server-tools.js';

/** What an agent and its clones keep from run to run. */
export class AgentResources {
  /** Reads the schema of each tool once. */
  readonly compileTools = createServerToolCompiler();
  #pool: MCPPool | undefined;

  /** Connections to MCP servers; `undefined` when each run has its own. */
  mcpPool({ mcp, logger }: ResolvedAgentOptions): MCPPool | undefined {
    return (this.#pool ??= createAgentMCPPool(mcp, logger));
  }

  /** Closes the connections; the next run opens new ones. */
  async close(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    await pool?.close();
  }
}
