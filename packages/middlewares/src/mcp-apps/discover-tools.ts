import type { MCPLogger } from '@flightdeck/mcp';
import type { AguiEvent } from '../run-middleware.js';
import { describeFailure } from './describe-failure.js';
import type { AppServer } from './resolve-servers.js';
import type { LinkContext, ServerLinks } from './server-links.js';
import { toUITool, type UITool } from './ui-tool.js';

export interface Discovery {
  readonly tools: ReadonlyMap<string, UITool>;
  /** What the run is told of servers that cannot be asked, and of tools that cannot be offered. */
  readonly warnings: readonly AguiEvent[];
}

export interface DiscoverOptions {
  readonly servers: readonly AppServer[];
  readonly links: ServerLinks;
  readonly context: LinkContext;
  /** Names that the client's own tools have. */
  readonly taken: ReadonlySet<string>;
  /** Whether a server that cannot be asked fails the run. */
  readonly mustSucceed: boolean;
  /** Told of servers that cannot be asked. */
  readonly logger: MCPLogger | undefined;
}

/**
 * The tools with user interfaces of all servers, which are asked at the same time. A name belongs to
 * the client's own tool, else to the first server that has it.
 *
 * @throws Error if a server cannot be asked and all of them must
 */
export async function discoverTools(options: DiscoverOptions): Promise<Discovery> {
  const { servers, links, context, taken, mustSucceed, logger } = options;
  const asked = await Promise.allSettled(
    servers.map(async (server) => links.listTools(server, context)),
  );
  const tools = new Map<string, UITool>();
  const warnings: AguiEvent[] = [];
  servers.forEach((server, at) => {
    const answer = asked[at];
    if (answer?.status !== 'fulfilled') {
      const reason = describeFailure(answer?.reason);
      const message = `The tools of an MCP server are missing. ${reason}`;
      const { label, address } = server;
      if (!context.signal.aborted) logger?.warn(message, { server: label, address });
      if (mustSucceed) throw new Error(`${server.label}: ${message}`);
      warnings.push(warning(server, message));
      return;
    }
    for (const tool of answer.value) {
      const offered = server.isAllowed(tool.name) ? toUITool(server, tool) : null;
      if (offered === null) continue;
      if (taken.has(offered.name) || tools.has(offered.name)) {
        warnings.push(warning(server, `There is another tool '${offered.name}' already`));
      } else {
        tools.set(offered.name, offered);
      }
    }
  });
  return { tools, warnings };
}

function warning({ label }: AppServer, message: string): AguiEvent {
  return { type: 'CUSTOM', name: 'mcp_apps_warning', value: { server: label, message } };
}
