import type { MCPLogger, MCPTool } from '@flightdeck/mcp';
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

/** The most names in one warning. */
const MAX_NAMES = 10;

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
    const twins = addTools(tools, { server, listed: answer.value, taken });
    if (twins.length > 0) warnings.push(warning(server, describeTwins(twins)));
  });
  return { tools, warnings };
}

interface Listed {
  readonly server: AppServer;
  readonly listed: readonly MCPTool[];
  readonly taken: ReadonlySet<string>;
}

/** Adds what may be offered; the names of the rest, which others have. */
function addTools(tools: Map<string, UITool>, { server, listed, taken }: Listed): string[] {
  const offered = listed
    .filter(({ name }) => server.isAllowed(name))
    .map((tool) => toUITool(server, tool))
    .filter((tool) => tool !== null);
  const twins: string[] = [];
  for (const tool of offered) {
    if (taken.has(tool.name) || tools.has(tool.name)) twins.push(tool.name);
    else tools.set(tool.name, tool);
  }
  return twins;
}

/** Names enough to see what is wrong: the text is stored with each run. */
function describeTwins(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).map((name) => `'${name.slice(0, 64)}'`);
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
  return `There are other tools of these names already: ${shown.join(', ')}${more}`;
}

function warning({ label }: AppServer, message: string): AguiEvent {
  return { type: 'CUSTOM', name: 'mcp_apps_warning', value: { server: label, message } };
}
